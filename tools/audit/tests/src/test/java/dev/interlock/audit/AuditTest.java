package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.interlock.office.Demo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AuditTest {

  private static final String OF_EVERY_KEY = "every fingerprint is a SHA-256";

  private static AuditServer server;

  @BeforeAll
  static void start() throws Exception {
    server = AuditServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void passesOnEmptyTables() throws Exception {
    AuditReport report = server.audit(AuditServer.EMPTY);

    assertThat(report.broken()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.findings())
        .extracting(Finding::invariant)
        .containsExactlyElementsOf(TamperingTest.invariants());
  }

  @Test
  void passesOnDemoData() throws Exception {
    server.create("demo", AuditServer.EMPTY);
    try (Connection connection = server.connect("demo")) {
      Demo.put(connection);
    }

    assertThat(server.audit("demo").broken()).isEmpty();
  }

  @Test
  void passesOnAValidHistoryAndExaminesAllOfIt() throws Exception {
    createValidHistory("history");

    AuditReport report = server.audit("history");
    assertThat(report.broken()).isEmpty();
    assertThat(report.findings()).extracting(Finding::examined).doesNotContain(0L);
  }

  /// Holds the audit between its first and last invariants and lets a transfer commit meanwhile.
  @Test
  void seesOneSnapshotFromFirstInvariantToLast() throws Exception {
    createValidHistory("snapshot");
    long keysBefore = server.count("snapshot", "SELECT count(*) FROM idempotency");

    Future<AuditReport> audit;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        Connection writer = server.connect("snapshot");
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("LOCK TABLE idempotency IN ACCESS EXCLUSIVE MODE");
      audit = executor.submit(() -> server.audit("snapshot"));
      await().until(() -> waitingForLock("snapshot"));
      LiveTransfer.run(writer, "meanwhile");
      writer.commit();
    }

    AuditReport report = audit.get();
    assertThat(report.broken()).isEmpty();
    assertThat(AuditServer.finding(report, OF_EVERY_KEY).examined()).isEqualTo(keysBefore);
    assertThat(AuditServer.finding(server.audit("snapshot"), OF_EVERY_KEY).examined())
        .isEqualTo(keysBefore + 1);
  }

  @Test
  void passesWhileTransfersRun() throws Exception {
    createValidHistory("running");
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger transfers = new AtomicInteger();

    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writing =
          executor.submit(() -> {
            try (Connection connection = server.connect("running")) {
              while (!done.get()) {
                LiveTransfer.run(connection, "live-" + transfers.incrementAndGet());
              }
            }
            return null;
          });
      try {
        for (int audits = 0; audits < 3; audits++) {
          int before = transfers.get();
          assertThat(server.audit("running").broken()).isEmpty();
          await().until(() -> transfers.get() > before);
        }
      } finally {
        done.set(true);
      }
      writing.get();
    }
  }

  /// Its keys have their effects in a journal that the audit does not know.
  @Test
  void reportsOperationsThatItDoesNotKnowAsNotAudited() throws Exception {
    createValidHistory("voucher");
    server.run(
        "voucher",
        """
        INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict, detail)
        VALUES ('alice', 'voucher-redemption', 'v', sha256('v'), 'accepted', '{"id": "v"}')
        """);

    AuditReport report = server.audit("voucher");
    assertThat(report.broken()).isEmpty();
    assertThat(report.complete()).isTrue();
    assertThat(report.unaudited()).containsExactly(new UnauditedOperation("voucher-redemption", 1));
    assertThat(printed(report))
        .endsWith(
            """
            not audited, because the audit does not know these operations:
              voucher-redemption (1 key)

            89 invariants, 0 broken
            """);
  }

  /// The privileges of a role that nobody uses prove nothing.
  @Test
  void checksThePrivilegesOfTheRoleThatTheFunctionsUse() throws Exception {
    server.create("role", AuditServer.EMPTY);
    try (Connection connection = server.connect("role")) {
      AuditReport owner = Audit.run(connection, AuditSettings.DEFAULT.withFunctionRole("postgres"));
      AuditReport nobody = Audit.run(connection, AuditSettings.DEFAULT.withFunctionRole("x'y"));

      assertThat(owner.broken())
          .extracting(Finding::id)
          .containsExactly("role-privileges", "role-columns");
      assertThat(nobody.passed()).isTrue();
      assertThat(nobody.complete()).isFalse();
      assertThat(printed(nobody))
          .contains(
              """
              NOT CHECKED: the functions' role can only insert into journals and keys, and delete \
              nothing
                no role has the name that the functions are said to log in as: x'y
              """)
          .endsWith("89 invariants, 0 broken, 2 not checked\n");
    }
  }

  /// A role that inherits nothing still has all rights after `SET ROLE`.
  @Test
  void rightsOfRolesThatTheFunctionsMaySetCountAsTheirs() throws Exception {
    server.create("member", AuditServer.EMPTY);
    server.run(
        "member",
        """
        CREATE ROLE app NOINHERIT;
        CREATE ROLE cleaner;
        GRANT DELETE ON idempotency TO cleaner;
        GRANT UPDATE (currency) ON account TO cleaner;
        GRANT cleaner TO app;
        """);
    try (Connection connection = server.connect("member")) {
      assertThat(Audit.run(connection, AuditSettings.DEFAULT.withFunctionRole("app")).broken())
          .extracting(Finding::id)
          .containsExactly("role-privileges", "role-columns");
    }
  }

  /// Such an auditor sees no grant in the information schema, and may not own anything.
  @Test
  void auditorWhoMayOnlyReadSeesThePrivileges() throws Exception {
    server.create("reader", AuditServer.EMPTY);
    server.run(
        "reader",
        """
        GRANT DELETE ON idempotency TO interlock_function;
        DROP ROLE IF EXISTS auditor;
        CREATE ROLE auditor;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO auditor;
        """);
    try (Connection connection = server.connect("reader");
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE auditor");
      assertThat(Audit.run(connection).broken())
          .extracting(Finding::id)
          .containsExactly("role-privileges");
    }
  }

  /// An audit of the rows that the auditor may see would pass.
  @Test
  void failsWhereRowSecurityHidesRowsFromTheAuditor() throws Exception {
    createValidHistory("hidden");
    server.run(
        "hidden",
        """
        DROP ROLE IF EXISTS half_blind;
        CREATE ROLE half_blind;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO half_blind;
        ALTER TABLE account ENABLE ROW LEVEL SECURITY;
        """);
    try (Connection connection = server.connect("hidden");
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE half_blind");
      assertThatThrownBy(() -> Audit.run(connection))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "42501");
    }
  }

  /// The primary after a failover reads its clock earlier than the one before.
  @Test
  void toleratesAClockThatSteppedBackIfConfigured() throws Exception {
    createValidHistory("stepped");
    server.run(
        "stepped",
        """
        UPDATE account_entry SET created_at = created_at - INTERVAL '2500 milliseconds'
        WHERE transfer_id IS NOT NULL AND created_at >= '2026-01-01T00:00:30Z';
        UPDATE idempotency SET created_at = created_at - INTERVAL '2500 milliseconds'
        WHERE operation = 'transfer' AND created_at >= '2026-01-01T00:00:30Z';
        """);
    try (Connection connection = server.connect("stepped")) {
      assertThat(Audit.run(connection).broken())
          .extracting(Finding::id)
          .containsExactly("account-time");
      AuditReport tolerant =
          Audit.run(connection, AuditSettings.DEFAULT.withClockTolerance(Duration.ofMillis(2_500)));
      assertThat(tolerant.broken()).isEmpty();
      assertThat(printed(tolerant)).contains("\nclock tolerance: 2500 ms\n");
    }
  }

  @Test
  void showsTheFirstOffendersAndCountsThemAll() throws Exception {
    createValidHistory("wild");
    server.run("wild", "UPDATE idempotency SET fingerprint = 'short' WHERE verdict = 'accepted'");
    long wild = server.count("wild", "SELECT count(*) FROM idempotency WHERE verdict = 'accepted'");

    Finding finding = server.audit("wild").broken().getFirst();
    assertThat(finding.offences()).isEqualTo(wild).isGreaterThan(Audit.ROWS_SHOWN_MAX);
    assertThat(finding.offendersShown())
        .hasSize(Audit.ROWS_SHOWN_MAX)
        .first()
        .isEqualTo("caller=alice operation=permission-change idempotency_key=key-0 octets=5");
  }

  @Test
  void reportsProgressOfEveryCheck() throws Exception {
    List<Integer> checked = new ArrayList<>();
    try (Connection connection = server.connect(AuditServer.EMPTY)) {
      AuditProgress progress =
          (number, total) -> {
            checked.add(number);
            assertThat(total).isEqualTo(89);
          };
      Audit.run(connection, AuditSettings.DEFAULT.withProgress(progress));
    }
    assertThat(checked).hasSize(89).isSorted().endsWith(89);
  }

  @Test
  void writesNothingAndReturnsTheConnectionAsItWas() throws Exception {
    try (Connection connection = server.connect(AuditServer.EMPTY);
        Statement statement = connection.createStatement()) {
      Audit.run(connection);

      assertThat(connection.getAutoCommit()).isTrue();
      statement.execute("CREATE TEMPORARY TABLE writable ()");
    }
  }

  @Test
  void failsOnADatabaseWithoutTheTables() throws Exception {
    server.create("other", "template1");
    try (Connection connection = server.connect("other")) {
      assertThatThrownBy(() -> Audit.run(connection))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "42P01");
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  /// Inside a transaction the snapshot would be older than the audit, at an unknown isolation
  /// level.
  @Test
  void failsOnAConnectionInsideATransaction() throws Exception {
    try (Connection connection = server.connect(AuditServer.EMPTY);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT count(*) FROM account");

      assertThatThrownBy(() -> Audit.run(connection))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "25001");
    }
  }

  private static String printed(AuditReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static void createValidHistory(String database) throws Exception {
    server.create(database, AuditServer.EMPTY);
    try (Connection connection = server.connect(database)) {
      ValidHistory.SMALL.write(connection);
    }
  }

  private static boolean waitingForLock(String database) throws SQLException {
    return server.count(
            database,
            """
            SELECT count(*) FROM pg_locks
            WHERE relation = 'idempotency'::regclass AND NOT granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """)
        == 1;
  }
}
