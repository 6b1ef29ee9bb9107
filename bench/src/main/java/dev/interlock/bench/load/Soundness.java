package dev.interlock.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;

/// Checks all invariants of a database that Interlock has written to.
public final class Soundness {

  private Soundness() {}

  /// Fails with a report if an invariant is violated.
  public static void require(Connection owner) throws SQLException {
    AuditReport report = Audit.run(owner);
    if (!report.passed()) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      report.print(new PrintStream(text, true, UTF_8));
      throw new IllegalStateException(
          "the measured run violated invariants:\n" + text.toString(UTF_8));
    }
  }
}
