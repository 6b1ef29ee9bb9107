package dev.interlock.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;

/// Checks every invariant of Interlock's tables on a database, also while others write to it.
public final class Audit {

  /// All there is to check, in the order it is reported.
  static final List<Invariant> INVARIANTS =
      Stream.of(
              SchemaInvariants.ALL,
              ResourceInvariants.ALL,
              AccountInvariants.ALL,
              TransferInvariants.ALL,
              StockInvariants.ALL,
              DecrementInvariants.ALL,
              PermissionInvariants.ALL,
              OwnershipInvariants.ALL,
              GrantInvariants.ALL,
              KeyInvariants.ALL,
              AnswerInvariants.ALL)
          .flatMap(List::stream)
          .toList();

  /// What a history adds: what callers heard, against that.
  static final List<Invariant> OF_HISTORY =
      Stream.of(
              HeardInvariants.ALL, RefusalInvariants.ALL, ReadInvariants.ALL, RevokeInvariants.ALL)
          .flatMap(List::stream)
          .toList();

  /// As many offending rows of one invariant are shown; the others are only counted.
  static final int ROWS_SHOWN_MAX = 10;

  private static final int ROWS_PER_FETCH = 1_000;

  // Each query reads whole tables once. To sort them in small pieces, to sort them for a join whose
  // few rows are sorted after it, or to compile the query first, takes longer than the query.
  private static final String PLANS =
      """
      SET LOCAL work_mem = '128MB'; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off
      """;

  private Audit() {}

  /// Checks all invariants in one snapshot and writes nothing. The connection must not be inside a
  /// transaction; it comes back as it was. Throws if the database cannot be read to the end, or is
  /// no database of Interlock's (SQLSTATE 42P01).
  public static AuditReport run(Connection connection) throws SQLException {
    return inSnapshot(connection, true, () -> inTransaction(connection));
  }

  /// Checks all invariants, and what callers heard against them. The file, as `HistoryWriter` makes
  /// it, goes into temporary tables of the session, and memory holds neither.
  ///
  /// @param clockTolerance how far the callers' clock may be from the database's
  public static AuditReport run(Connection connection, Path history, Duration clockTolerance)
      throws SQLException, IOException {
    try (HistoryTables tables = HistoryTables.load(connection, history, clockTolerance)) {
      return inSnapshot(
          connection, tables.fillsReadOnly(), () -> inTransaction(connection, tables));
    }
  }

  /// Checks all invariants as the connection's transaction sees them.
  static AuditReport inTransaction(Connection connection) throws SQLException {
    return new AuditReport(ofJournals(connection, false));
  }

  /// The same, and what callers heard.
  static AuditReport inTransaction(Connection connection, HistoryTables tables)
      throws SQLException {
    List<Finding> findings = ofJournals(connection, true);
    tables.fillFromJournals();
    for (Invariant invariant : OF_HISTORY) {
      findings.add(check(connection, invariant));
    }
    return new AuditReport(findings);
  }

  private static List<Finding> ofJournals(Connection connection, boolean withHistory)
      throws SQLException {
    applySettings(connection);
    List<Finding> findings = new ArrayList<>();
    for (Invariant invariant : INVARIANTS) {
      findings.add(check(connection, invariant));
    }
    findings.addAll(EffectOrder.check(connection, withHistory));
    return findings;
  }

  private interface Check {
    AuditReport run() throws SQLException;
  }

  private static AuditReport inSnapshot(Connection connection, boolean readOnly, Check check)
      throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      openSnapshot(connection, readOnly);
      AuditReport report = check.run();
      connection.rollback();
      return report;
    } catch (SQLException | RuntimeException failure) {
      rollBack(connection, failure);
      throw failure;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }

  /// REPEATABLE READ is one snapshot for all queries and holds nobody up. SERIALIZABLE would prove
  /// nothing more of rows that are only read, and on PostgreSQL such a long transaction makes the
  /// conflict detection of all others coarser. CockroachDB raises it to SERIALIZABLE where it has
  /// no REPEATABLE READ.
  private static void openSnapshot(Connection connection, boolean readOnly) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      if (readOnly) {
        statement.execute("SET TRANSACTION READ ONLY");
      }
    }
  }

  private static void applySettings(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL timezone = 'UTC'");
      if (!HistoryTables.isCockroach(connection)) {
        statement.execute(PLANS);
      }
    }
  }

  private static Finding check(Connection connection, Invariant invariant) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long examined;
      try (ResultSet count = statement.executeQuery(invariant.examined())) {
        count.next();
        examined = count.getLong(1);
      }
      // Inside a transaction this makes the driver read through a cursor: memory stays bounded
      // even when every row offends.
      statement.setFetchSize(ROWS_PER_FETCH);
      long offences = 0;
      List<String> shown = new ArrayList<>();
      try (ResultSet offenders = statement.executeQuery(invariant.offenders())) {
        while (offenders.next()) {
          if (offences < ROWS_SHOWN_MAX) {
            shown.add(describe(offenders));
          }
          offences++;
        }
      }
      return new Finding(invariant.id(), invariant.name(), examined, offences, shown);
    }
  }

  private static String describe(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    StringJoiner described = new StringJoiner(" ");
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      described.add(columns.getColumnLabel(column) + "=" + row.getString(column));
    }
    return described.toString();
  }

  private static void rollBack(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }
}
