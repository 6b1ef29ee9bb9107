package dev.interlock.audit;

import dev.interlock.audit.seal.SealPass;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Checks every invariant of Interlock's tables on a database, also while others write to it.
public final class Audit {

  /// The invariants of every database, in the order of the report.
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
              HoldInvariants.ALL,
              SettlementInvariants.ALL,
              ReservationInvariants.ALL,
              GrantInvariants.ALL,
              OfficeInvariants.ALL,
              KeyInvariants.ALL,
              AnswerInvariants.ALL)
          .flatMap(List::stream)
          .toList();

  /// What a history adds: the answers that callers received, against all that.
  static final List<Invariant> OF_HISTORY =
      Stream.of(
              ReceivedAnswerInvariants.ALL,
              RefusalInvariants.ALL,
              ReadInvariants.ALL,
              RevokeInvariants.ALL)
          .flatMap(List::stream)
          .toList();

  /// The most offending rows of one invariant that are shown; the others are only counted.
  static final int ROWS_SHOWN_MAX = 10;

  /// Rows that are read at a time, so that memory stays bounded.
  static final int ROWS_PER_FETCH = 1_000;

  // Each query reads whole tables once. Sorting in small runs, merge joins that sort more rows than
  // they return, and JIT compilation all take longer than the query itself. If row security hides
  // rows from the auditor, the audit fails instead of passing without them.
  private static final String POSTGRES =
      """
      SET LOCAL work_mem = '128MB'; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off;
      SET LOCAL row_security = off
      """;

  private Audit() {}

  /// Checks all invariants in one snapshot and writes nothing. The connection must not be inside a
  /// transaction; it is returned as it was. Throws if the database cannot be read to the end, or
  /// does not have Interlock's tables (SQLSTATE 42P01).
  public static AuditReport run(Connection connection, AuditSettings settings) throws SQLException {
    Optional<SealPass> pass = sealPass(connection, settings);
    return inSnapshot(connection, true, () -> inTransaction(connection, settings, pass));
  }

  /// The same, and compares the answers that callers received with the journals. The file, as
  /// `HistoryWriter` writes it, is loaded into temporary tables of the session, so that it need not
  /// fit into memory.
  public static AuditReport run(Connection connection, AuditSettings settings, Path history)
      throws SQLException, IOException {
    try (HistoryTables tables =
        HistoryTables.load(connection, history, settings.clockTolerance())) {
      Optional<SealPass> pass = sealPass(connection, settings);
      return inSnapshot(
          connection,
          tables.fillsReadOnly(),
          () -> inTransaction(connection, settings, pass, tables));
    }
  }

  /// The same with [AuditSettings#DEFAULT].
  public static AuditReport run(Connection connection) throws SQLException {
    return run(connection, AuditSettings.DEFAULT);
  }

  /// The same with [AuditSettings#DEFAULT] but this tolerance.
  public static AuditReport run(Connection connection, Path history, Duration clockTolerance)
      throws SQLException, IOException {
    return run(connection, AuditSettings.DEFAULT.withClockTolerance(clockTolerance), history);
  }

  /// Checks all invariants as the connection's transaction sees them.
  static AuditReport inTransaction(Connection connection, AuditSettings settings)
      throws SQLException {
    return inTransaction(connection, settings, Optional.empty());
  }

  /// The same, and seals the tables.
  static AuditReport inTransaction(
      Connection connection, AuditSettings settings, Optional<SealPass> pass) throws SQLException {
    applySettings(connection);
    Checks checks = new Checks(connection, settings, checks(settings) + comparisons(pass));
    checks.ofJournals(false);
    if (pass.isPresent()) {
      checks.ofSeal(pass.get());
    }
    return checks.report();
  }

  /// Checks all invariants, and those of a history.
  static AuditReport inTransaction(
      Connection connection, AuditSettings settings, HistoryTables tables) throws SQLException {
    return inTransaction(connection, settings, Optional.empty(), tables);
  }

  private static AuditReport inTransaction(
      Connection connection, AuditSettings settings, Optional<SealPass> pass, HistoryTables tables)
      throws SQLException {
    applySettings(connection);
    int total = checks(settings) + 1 + OF_HISTORY.size() + comparisons(pass);
    Checks checks = new Checks(connection, settings, total);
    checks.ofJournals(true);
    if (pass.isPresent()) {
      checks.ofSeal(pass.get());
    }
    tables.fillFromJournals();
    for (Invariant invariant : OF_HISTORY) {
      checks.check(invariant);
    }
    return checks.report();
  }

  private static Optional<SealPass> sealPass(Connection connection, AuditSettings settings)
      throws SQLException {
    if (settings.sealing().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        SealPass.begin(
            connection,
            settings.sealing().get(),
            SealPass.SETTLED_AFTER.plus(settings.clockTolerance())));
  }

  private static int comparisons(Optional<SealPass> pass) {
    return pass.isPresent() ? SealPass.comparisons() : 0;
  }

  // With the two that are not queries; a history adds one to those.
  private static int checks(AuditSettings settings) {
    return INVARIANTS.size() + ContributedInvariants.of(settings).size() + 2;
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

  /// REPEATABLE READ gives all queries one snapshot and blocks nobody. SERIALIZABLE would prove
  /// nothing more about rows that are only read, and on PostgreSQL such a long transaction makes
  /// conflict detection coarser for all others. CockroachDB raises it to SERIALIZABLE where it has
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
        statement.execute(POSTGRES);
      }
    }
  }

  private static void rollBack(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }
}
