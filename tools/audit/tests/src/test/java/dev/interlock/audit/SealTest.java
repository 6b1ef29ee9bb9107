package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.interlock.audit.seal.Seal;
import dev.interlock.audit.seal.SealPass;
import dev.interlock.audit.seal.Sealing;
import dev.interlock.audit.seal.UnusableSealException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An earlier seal shows what no invariant can, and nothing legitimate breaks it.
class SealTest {

  private static AuditServer server;
  private static Seal valid;

  @BeforeAll
  static void start() throws Exception {
    server = AuditServer.start();
    valid = created("valid");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /// A database with a valid history, and its seal.
  private static Seal created(String database) throws Exception {
    server.create(database, AuditServer.EMPTY);
    try (Connection connection = server.connect(database)) {
      ValidHistory.SMALL.write(connection);
    }
    return audit(database, Optional.empty()).seal().orElseThrow();
  }

  private static AuditReport audit(String database, Optional<Seal> earlier) throws SQLException {
    try (Connection connection = server.connect(database)) {
      return Audit.run(connection, AuditSettings.DEFAULT.withSealing(new Sealing(earlier)));
    }
  }

  private static AuditReport audit(String database, Seal earlier) throws SQLException {
    return audit(database, Optional.of(earlier));
  }

  /// With another age at which a row is settled.
  private static AuditReport audit(Connection connection, Optional<Seal> earlier, Duration settled)
      throws SQLException {
    SealPass pass = SealPass.begin(connection, new Sealing(earlier), settled);
    connection.setAutoCommit(false);
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return Audit.inTransaction(connection, AuditSettings.DEFAULT, Optional.of(pass));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Test
  void coversAllRowsThatAreOldEnough() throws Exception {
    long rows =
        server.count(
            "valid",
            """
            SELECT (SELECT count(*) FROM account_entry) + (SELECT count(*) FROM stock_entry)
              + (SELECT count(*) FROM permission_entry) + (SELECT count(*) FROM idempotency)
            """);

    assertThat(valid.rows()).isEqualTo(rows);
    assertThat(valid.until())
        .isBefore(Instant.now().minus(SealPass.SETTLED_AFTER))
        .isAfter(Instant.now().minus(SealPass.SETTLED_AFTER).minusSeconds(300));
  }

  @Test
  void holdsWhenNothingHasChanged() throws Exception {
    AuditReport report = audit("valid", valid);

    assertThat(report.broken()).isEmpty();
    assertThat(report.findings()).hasSize(93).extracting(Finding::examined).doesNotContain(0L);
    assertThat(report.seal().orElseThrow().journals().keySet())
        .containsExactly("account-entries", "keys", "permission-entries", "stock-entries");
  }

  @Test
  void withoutAnEarlierSealThereIsNothingToCompare() throws Exception {
    AuditReport report = audit("valid", Optional.empty());

    assertThat(report.broken()).isEmpty();
    assertThat(report.findings())
        .filteredOn(finding -> finding.id().startsWith("sealed-"))
        .hasSize(4)
        .extracting(Finding::examined)
        .containsOnly(0L);
  }

  static List<SealTamperings> tamperings() {
    return SealTamperings.ALL;
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  void onlyTheSealShowsThat(SealTamperings tampering) throws Exception {
    String keys =
        Long.toString(
            server.count(
                "valid", "SELECT count(*) FROM idempotency WHERE created_at < '2026-01-02'"));
    try (Connection connection = server.tampered("valid", tampering.sql())) {
      SealPass pass =
          SealPass.begin(connection, new Sealing(Optional.of(valid)), SealPass.SETTLED_AFTER);
      AuditReport report =
          Audit.inTransaction(connection, AuditSettings.DEFAULT, Optional.of(pass));

      assertThat(report.broken())
          .flatExtracting(SealTest::lines)
          .containsExactlyElementsOf(
              tampering.offenders().stream().map(line -> line.replace("KEYS", keys)).toList());
      assertThat(report.seal()).isEmpty();
    }
  }

  private static List<String> lines(Finding finding) {
    return finding.offendersShown().stream().map(row -> finding.id() + ": " + row).toList();
  }

  @Test
  void namesTheFirstOfManyRowsAndCountsThem() throws Exception {
    String sql = "DELETE FROM idempotency WHERE verdict = 'role-insufficient'";
    try (Connection connection = server.tampered("valid", sql)) {
      SealPass pass =
          SealPass.begin(connection, new Sealing(Optional.of(valid)), SealPass.SETTLED_AFTER);
      Finding finding =
          Audit.inTransaction(connection, AuditSettings.DEFAULT, Optional.of(pass))
              .broken()
              .getFirst();

      assertThat(finding.offences()).isEqualTo(server.count("valid", DENIED));
      assertThat(finding.offendersShown())
          .hasSize(Audit.ROWS_SHOWN_MAX)
          .allMatch(row -> row.startsWith("removed: caller=p"));
    }
  }

  private static final String DENIED =
      "SELECT count(*) FROM idempotency WHERE verdict = 'role-insufficient'";

  @Test
  void anOlderSealHoldsAsWellAsTheNewest() throws Exception {
    Seal first = created("older");
    server.run(
        "older",
        """
        INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict,
          created_at)
        VALUES ('bob', 'transfer', 'later', sha256('x'), 'insufficient-funds',
          clock_timestamp() - INTERVAL '1 second')
        """);
    Seal second = sealedAtOnce("older", first);
    assertThat(second.rows()).isEqualTo(first.rows() + 1);
    assertThat(audit("older", second).broken()).isEmpty();

    server.run("older", "DELETE FROM idempotency WHERE idempotency_key = 'later'");

    assertThat(audit("older", first).broken()).isEmpty();
    assertThat(audit("older", second).broken())
        .extracting(Finding::id)
        .containsExactly("sealed-keys");
  }

  private static Seal sealedAtOnce(String database, Seal earlier) throws SQLException {
    try (Connection connection = server.connect(database)) {
      return audit(connection, Optional.of(earlier), Duration.ZERO).seal().orElseThrow();
    }
  }

  @Test
  void archivingChangesNothing() throws Exception {
    Seal before = created("archived");
    server.run(
        "archived",
        AuditServer.resource("/db/archive.sql").replace(":'until'", "'2100-01-01T00:00:00Z'"));
    assertThat(server.count("archived", "SELECT count(*) FROM idempotency_archive")).isPositive();
    assertThat(server.count("archived", "SELECT count(*) FROM account_entry_archive")).isPositive();

    AuditReport report = audit("archived", before);
    assertThat(report.broken()).isEmpty();
    assertThat(report.seal().orElseThrow().rows()).isEqualTo(before.rows());
  }

  @Test
  void changedAnswerInTheArchiveIsNamed() throws Exception {
    Seal before = created("archive_tampered");
    server.run(
        "archive_tampered",
        AuditServer.resource("/db/archive.sql").replace(":'until'", "'2100-01-01T00:00:00Z'")
            + """
            ; UPDATE idempotency_archive SET fingerprint = sha256('another')
            WHERE operation = 'permission-change' AND idempotency_key = 'refused-key-0'
            """);

    assertThat(audit("archive_tampered", before).broken())
        .flatExtracting(SealTest::lines)
        .containsExactly(
            "sealed-keys: changed: caller=alice operation=permission-change"
                + " idempotency_key=refused-key-0 created_at=2026-01-01 00:00:00+00");
  }

  @Test
  void settingsOfTheSessionChangeNothing() throws Exception {
    try (Connection connection = server.connect("valid");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SET timezone = 'Asia/Kathmandu'; SET bytea_output = 'escape'; SET intervalstyle ="
              + " 'iso_8601'");

      assertThat(audit(connection, Optional.of(valid), SealPass.SETTLED_AFTER).broken()).isEmpty();
    }
  }

  /// Columns, their order and a key as a later version of the tables could have them.
  private static final String MIGRATION =
      """
      ALTER TABLE account_entry ADD COLUMN fee bigint, ADD COLUMN fee_after bigint;
      ALTER TABLE account_entry_archive ADD COLUMN fee_after bigint, ADD COLUMN fee bigint;
      DROP VIEW account_history;
      CREATE VIEW account_history AS
        SELECT fee, created_at, version, account_id, transfer_id, amount, balance_after,
          caller, idempotency_key, reference, currency, status, hold_id, settlement_id, held,
          held_after, fee_after FROM account_entry
        UNION ALL
        SELECT fee, created_at, version, account_id, transfer_id, amount, balance_after,
          caller, idempotency_key, reference, currency, status, hold_id, settlement_id, held,
          held_after, fee_after
        FROM account_entry_archive;
      ALTER TABLE permission_entry DROP CONSTRAINT permission_entry_pkey,
        ADD PRIMARY KEY (principal, resource_id, acl_version);
      """;

  @Test
  void sealFromBeforeAMigrationHoldsAfterIt() throws Exception {
    Seal before = created("migrated");
    server.run("migrated", MIGRATION);

    assertThat(sealed(audit("migrated", before))).isEmpty();

    Seal after = audit("migrated", before).seal().orElse(before);
    server.run(
        "migrated",
        """
        UPDATE account_entry SET fee = 5
        WHERE account_id = 'a1000000-0000-4000-8000-000000000002' AND version = 1
        """);
    assertThat(sealed(audit("migrated", before))).containsExactly("sealed-account-entries");
    assertThat(sealed(audit("migrated", after))).containsExactly("sealed-account-entries");
  }

  /// Other invariants check the form of the tables.
  private static List<String> sealed(AuditReport report) {
    return report.broken().stream()
        .map(Finding::id)
        .filter(id -> id.startsWith("sealed-"))
        .toList();
  }

  /// Its rows have a time from before the seal.
  @Test
  void transactionThatCommitsAfterTheSealIsNotTakenForBackDated() throws Exception {
    Seal before = created("slow");
    Seal meanwhile;
    try (Connection slow = server.connect("slow")) {
      slow.setAutoCommit(false);
      LiveTransfer.run(slow, "slow");
      meanwhile = sealedAtOnce("slow", before);
      slow.commit();
    }

    try (Connection connection = server.connect("slow")) {
      AuditReport report = audit(connection, Optional.of(meanwhile), Duration.ZERO);
      assertThat(report.broken()).isEmpty();
      assertThat(report.seal().orElseThrow().rows()).isEqualTo(before.rows() + 3);
    }
  }

  /// An auditor who sees no transactions of others waits until no statement can still run.
  @Test
  void auditorWhoMayOnlyReadSealsRowsWhenTheyAreSettled() throws Exception {
    Seal before = created("unseen");
    server.run(
        "unseen",
        """
        DROP ROLE IF EXISTS sealer;
        CREATE ROLE sealer;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO sealer;
        """);
    try (Connection slow = server.connect("unseen");
        Connection connection = server.connect("unseen");
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE sealer");
      slow.setAutoCommit(false);
      LiveTransfer.run(slow, "slow");
      Sealing sealing = new Sealing(Optional.of(before));
      Seal meanwhile =
          Audit.run(connection, AuditSettings.DEFAULT.withSealing(sealing)).seal().orElseThrow();
      slow.commit();

      assertThat(audit("unseen", meanwhile).broken()).isEmpty();
    }
  }

  @Test
  void holdsWhileTransfersRun() throws Exception {
    Seal before = created("running");
    AtomicBoolean done = new AtomicBoolean();
    Semaphore transfers = new Semaphore(0);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writing =
          executor.submit(() -> {
            try (Connection connection = server.connect("running")) {
              for (int n = 0; !done.get(); n++) {
                transfers.acquire();
                LiveTransfer.run(connection, "live-" + n);
              }
            }
            return null;
          });
      try {
        Seal seal = before;
        for (int seals = 0; seals < 10; seals++) {
          transfers.release(50);
          seal = resealed("running", seal);
        }
        await().until(() -> transfers.availablePermits() == 0);
        assertThat(resealed("running", seal).rows()).isGreaterThan(before.rows());
      } finally {
        done.set(true);
        transfers.release();
      }
      writing.get();
    }
  }

  /// Only the seal, as soon as no statement of the test can still be running.
  private static Seal resealed(String database, Seal earlier) throws SQLException {
    try (Connection connection = server.connect(database)) {
      Sealing sealing = new Sealing(Optional.of(earlier));
      SealPass pass = SealPass.begin(connection, sealing, Duration.ofMillis(100));
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      pass.run(connection, comparison -> assertThat(comparison.differences()).isEmpty());
      return pass.seal();
    }
  }

  @Test
  void sealOfAnotherDatabaseIsRefused() {
    assertThatThrownBy(() -> audit(AuditServer.EMPTY, valid))
        .isInstanceOf(UnusableSealException.class)
        .hasMessage("this is a seal of database valid, not of empty");
  }
}
