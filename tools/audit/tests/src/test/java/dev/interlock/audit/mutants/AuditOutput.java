package dev.interlock.audit.mutants;

import dev.interlock.audit.Audit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The output of `./interlock audit` for a database and a history, as a user reads it.
record AuditOutput(String text) {

  private static final Pattern INVARIANT = Pattern.compile("(?m)^(\\S.*?) {2,}\\d+ +\\d+$");
  private static final Pattern BROKEN = Pattern.compile("(?m)^BROKEN: (.*)$");

  static AuditOutput of(Connection connection, Path history) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      Audit.run(connection, history, Duration.ZERO).print(out);
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
    return new AuditOutput(printed.toString(StandardCharsets.UTF_8));
  }

  /// Every invariant that was checked.
  List<String> invariants() {
    return all(INVARIANT);
  }

  /// The broken ones.
  List<String> broken() {
    return all(BROKEN);
  }

  private List<String> all(Pattern pattern) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
