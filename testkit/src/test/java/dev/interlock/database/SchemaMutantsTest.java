package dev.interlock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Every CHECK of the schema is necessary: without it, the row that it refuses is accepted.
class SchemaMutantsTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String NIL = "'00000000-0000-0000-0000-000000000000'";

  /// A constraint, its table, and a write that it must refuse.
  enum Check {
    RESOURCE_KIND_NAME("resource", "UPDATE resource SET kind = 'Account'"),
    RESOURCE_ACL_VERSION("resource", "UPDATE resource SET acl_version = -1"),
    RESOURCE_HAS_AN_OWNER("resource", "UPDATE resource SET owner_count = 0"),
    PERMISSION_ROLE("permission", "UPDATE permission SET role = 'king'"),
    PERMISSION_OWNER_NEVER_EXPIRES("permission", "UPDATE permission SET expires_at = now()"),
    PERMISSION_PRINCIPAL("permission", "UPDATE permission SET principal = principal || ' '"),
    PERMISSION_EXPIRES_AT(
        "permission", "UPDATE permission SET role = 'viewer', expires_at = 'infinity'"),
    PERMISSION_ENTRY_ACL_VERSION(
        "permission_entry",
        """
        INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role)
        VALUES (%s, -1, 'alice', 'none', 'viewer')
        """
            .formatted(NIL)),
    ACCOUNT_BALANCE("account", "UPDATE account SET balance = -1"),
    ACCOUNT_STATUS("account", "UPDATE account SET status = 'lost'"),
    ACCOUNT_VERSION("account", "UPDATE account SET version = -1"),
    ACCOUNT_HELD("account", "UPDATE account SET held = balance + 1"),
    HOLD_AMOUNT("hold", hold("0", "0", "'open'", "'2999-01-01'", "NULL")),
    HOLD_CAPTURED("hold", hold("5", "6", "'settled'", "'2999-01-01'", "now()")),
    HOLD_STATE("hold", hold("5", "0", "'lost'", "'2999-01-01'", "NULL")),
    HOLD_SETTLED_ONCE("hold", hold("5", "5", "'expired'", "'2999-01-01'", "NULL")),
    HOLD_EXPIRES_AT("hold", hold("5", "0", "'open'", "'infinity'", "NULL")),
    ACCOUNT_ENTRY_VERSION(
        "account_entry",
        """
        INSERT INTO account_entry (account_id, version, amount, balance_after)
        VALUES (%s, -1, 1, 1)
        """
            .formatted(NIL)),
    STOCK_ON_HAND("stock", "UPDATE stock SET on_hand = -1"),
    STOCK_VERSION("stock", "UPDATE stock SET version = -1"),
    STOCK_RESERVED("stock", "UPDATE stock SET reserved = on_hand + 1"),
    RESERVATION_LINE_QUANTITY("reservation_line", line("0", "0", "'open'", "'2999-01-01'", "NULL")),
    RESERVATION_LINE_TAKEN(
        "reservation_line", line("5", "6", "'settled'", "'2999-01-01'", "now()")),
    RESERVATION_LINE_STATE("reservation_line", line("5", "0", "'lost'", "'2999-01-01'", "NULL")),
    RESERVATION_LINE_SETTLED_ONCE(
        "reservation_line", line("5", "0", "'settled'", "'2999-01-01'", "NULL")),
    RESERVATION_LINE_EXPIRES_AT("reservation_line", line("5", "0", "'open'", "'infinity'", "NULL")),
    STOCK_ENTRY_VERSION(
        "stock_entry",
        """
        INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
        VALUES (%s, 'TEA-100', -1, 1, 1)
        """
            .formatted(NIL));

    private final String table;
    private final String offence;

    Check(String table, String offence) {
      this.table = table;
      this.offence = offence;
    }

    private static String hold(String... values) {
      return """
      INSERT INTO hold
        (id, source_id, destination_id, amount, captured, state, expires_at, settled_at)
      VALUES (%1$s, %1$s, %1$s, %2$s)
      """
          .formatted(NIL, String.join(", ", values));
    }

    private static String line(String... values) {
      return """
      INSERT INTO reservation_line
        (reservation_id, sku, location_id, quantity, taken, state, expires_at, settled_at)
      VALUES (%1$s, 'TEA-100', %1$s, %2$s)
      """
          .formatted(NIL, String.join(", ", values));
    }

    private String constraint() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Test
  void everyCheckIsListedHere() {
    assertThat(
            DATABASE.text(
                """
                SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint
                 WHERE contype = 'c' AND connamespace = '%s'::regnamespace
                """
                    .formatted(DATABASE.schema())))
        .isEqualTo(
            Arrays.stream(Check.values())
                .map(Check::constraint)
                .sorted()
                .collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @EnumSource
  void checkRefuses(Check check) {
    DATABASE.reset();
    assertThatThrownBy(() -> DATABASE.run(check.offence))
        .cause()
        .isInstanceOfSatisfying(
            PSQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("23514");
              assertThat(e.getServerErrorMessage())
                  .extracting(ServerErrorMessage::getConstraint)
                  .isEqualTo(check.constraint());
            });
  }

  @OnlyPostgres("CockroachDB takes a constraint away when the transaction commits")
  @ParameterizedTest
  @EnumSource
  void withoutTheCheckTheRowIsAccepted(Check check) {
    DATABASE.reset();
    // In one batch, so in one transaction: the constraint is back at its end.
    DATABASE.run(
        "BEGIN; ALTER TABLE "
            + check.table
            + " DROP CONSTRAINT "
            + check.constraint()
            + "; "
            + check.offence
            + "; ROLLBACK");
  }

  @Test
  void balanceHasAnUpperBound() {
    DATABASE.reset();
    DATABASE.run("UPDATE account SET balance = 9007199254740991");
    assertThatThrownBy(() -> DATABASE.run("UPDATE account SET balance = 9007199254740992"))
        .cause()
        .isInstanceOfSatisfying(
            PSQLException.class,
            e ->
                assertThat(e.getServerErrorMessage())
                    .extracting(ServerErrorMessage::getConstraint)
                    .isEqualTo("account_balance"));
  }
}
