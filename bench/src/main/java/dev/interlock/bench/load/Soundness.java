package dev.interlock.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.audit.Audit;
import dev.interlock.audit.AuditReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;

/// Holds a database that Interlock has worked on to all its invariants.
public final class Soundness {

  private Soundness() {}

  /// Throws what is broken, if anything is.
  public static void require(Connection owner) throws SQLException {
    AuditReport report = Audit.run(owner);
    if (!report.passed()) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      report.print(new PrintStream(text, true, UTF_8));
      throw new IllegalStateException("what was measured is wrong:\n" + text.toString(UTF_8));
    }
  }
}
