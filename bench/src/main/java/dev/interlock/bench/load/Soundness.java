package dev.interlock.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/// Checks all invariants of a database that Interlock has written to.
public final class Soundness {

  // Accounts and stock are inserted in bulk, without openings. The migration's script adds them, as
  // it does in an old database, so that the audit finds them.
  private static final String AGAIN = "DELETE FROM interlock_migration WHERE version = 3;";

  private Soundness() {}

  /// Fails with a report if an invariant is violated.
  public static void require(Connection owner) throws SQLException {
    Sql.run(owner, AGAIN + openings());
    AuditReport report = Audit.run(owner);
    if (!report.passed()) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      report.print(new PrintStream(text, true, UTF_8));
      throw new IllegalStateException(
          "the measured run violated invariants:\n" + text.toString(UTF_8));
    }
  }

  private static String openings() {
    try (InputStream script =
        Objects.requireNonNull(
            Soundness.class.getResourceAsStream("/db/migrations/003-openings.sql"))) {
      return new String(script.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
