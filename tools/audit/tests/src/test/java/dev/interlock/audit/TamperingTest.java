package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A check that cannot fail proves nothing. For every invariant a valid history is tampered with,
/// and the audit must name that invariant and no other that still holds.
class TamperingTest {

  private static AuditServer server;

  @BeforeAll
  static void start() throws Exception {
    server = AuditServer.start();
    server.create("valid", AuditServer.EMPTY);
    try (Connection connection = server.connect("valid")) {
      ValidHistory.SMALL.write(connection);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  static List<Tampering> tamperings() {
    return Stream.of(
            SchemaTamperings.OF_SCHEMA,
            SchemaTamperings.OF_RESOURCES,
            AccountTamperings.OF_ACCOUNTS,
            AccountTamperings.OF_TRANSFERS,
            StockTamperings.OF_STOCK,
            StockTamperings.OF_DECREMENTS,
            PermissionTamperings.OF_PERMISSIONS,
            PermissionTamperings.OF_OWNERSHIP,
            HoldTamperings.OF_HOLDS,
            HoldTamperings.OF_RESERVATIONS,
            GrantTamperings.OF_GRANTS,
            OfficeTamperings.OF_OFFICE,
            KeyTamperings.OF_KEYS,
            KeyTamperings.OF_ANSWERS,
            AccountTamperings.OF_ORDER)
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  void isCaughtByName(Tampering tampering) throws Exception {
    Set<String> expected = new TreeSet<>(tampering.brokenAsWell());
    expected.add(tampering.invariant());
    assertThat(broken(auditAfter(tampering.sql()))).containsExactlyInAnyOrderElementsOf(expected);
  }

  static List<String> invariants() {
    return Stream.concat(
            Audit.INVARIANTS.stream().map(Invariant::name),
            Stream.of(CommandFingerprints.AS_JOURNALED, EffectOrder.WITHOUT_CYCLES))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("invariants")
  void everyInvariantIsTamperedWith(String invariant) {
    assertThat(tamperings()).extracting(Tampering::invariant).contains(invariant);
  }

  /// The list in the audit must keep up with schema.sql.
  @Test
  void everyDroppedKeyOrCheckIsReported() throws Exception {
    String invariant = "every key and CHECK of the schema exists and is validated";
    AuditReport report =
        auditAfter(
            """
            DO $$
            DECLARE wall record;
            BEGIN
              FOR wall IN
                SELECT conrelid::regclass AS name, conname FROM pg_constraint
                WHERE contype IN ('c', 'p') AND connamespace = 'public'::regnamespace
              LOOP
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', wall.name, wall.conname);
              END LOOP;
            END $$
            """);

    Finding walls = AuditServer.finding(report, invariant);
    assertThat(walls.examined()).isZero();
    assertThat(walls.offences())
        .isPositive()
        .isEqualTo(AuditServer.finding(server.audit("valid"), invariant).examined());
  }

  /// The list in the audit must keep up with schema.sql: all columns but these are required.
  @Test
  void everyDroppedNotNullIsReported() throws Exception {
    String filled =
        """
        SELECT attrelid::regclass AS name, attname AS column_name FROM pg_attribute
        WHERE attnotnull AND attnum > 0 AND attrelid IN (
          SELECT indrelid FROM pg_index
          WHERE indisprimary AND indrelid::regclass::text NOT LIKE 'pg\\_%'
            AND NOT attnum = ANY (indkey))
        """;
    AuditReport report =
        auditAfter(
            """
            DO $$
            DECLARE filled record;
            BEGIN
              FOR filled IN FILLED LOOP
                EXECUTE format(
                  'ALTER TABLE %s ALTER %I DROP NOT NULL', filled.name, filled.column_name);
              END LOOP;
            END $$
            """
                .replace("FILLED", filled));

    Finding empty = AuditServer.finding(report, "no required column accepts NULL");
    assertThat(empty.offences())
        .isPositive()
        .isEqualTo(server.count("valid", "SELECT count(*) FROM (" + filled + ") f"));
  }

  /// A revoke waits for statements that hold the grant, so it may have the older time.
  @Test
  void decrementThatARevokeWaitedForIsNotReported() throws Exception {
    assertThat(broken(auditAfter(GrantTamperings.TAKEN_WHILE_THE_REVOKE_WAITED))).isEmpty();
  }

  static final List<String> STEPPED = GrantTamperings.TAKEN_WHEN_THE_CLOCK_STEPPED;

  @ParameterizedTest
  @FieldSource("STEPPED")
  void grantAppliesALittleLongerIfTheClockMayHaveStepped(String sql) throws Exception {
    AuditSettings tolerant = AuditSettings.DEFAULT.withClockTolerance(Duration.ofSeconds(2));
    assertThat(broken(auditAfter(sql)))
        .containsExactly("every accepted call was allowed at some moment while it ran");
    try (Connection connection = server.tampered("valid", sql)) {
      assertThat(Audit.inTransaction(connection, tolerant).broken()).isEmpty();
    }
  }

  @Test
  void amountsThatOverflowAreReported() throws Exception {
    AuditReport report =
        auditAfter(
            """
            UPDATE account_entry
            SET balance_after = 9223372036854775807, amount = 9223372036854775807
            WHERE amount > 0 AND caller IS NULL OR transfer_id IS NOT NULL AND amount > 0;
            UPDATE account_entry SET amount = -9223372036854775808
            WHERE transfer_id IS NOT NULL AND amount < 0;
            UPDATE stock_entry SET on_hand_after = -9223372036854775808,
              quantity = -9223372036854775808;
            """);

    assertThat(broken(report))
        .contains(
            "every balance is the previous balance plus the amount",
            "every stock on hand is the previous stock plus the quantity");
  }

  private static AuditReport auditAfter(String sql) throws Exception {
    try (Connection connection = server.tampered("valid", sql)) {
      return Audit.inTransaction(connection, AuditSettings.DEFAULT);
    }
  }

  private static Set<String> broken(AuditReport report) {
    return report.broken().stream().map(Finding::invariant).collect(Collectors.toSet());
  }
}
