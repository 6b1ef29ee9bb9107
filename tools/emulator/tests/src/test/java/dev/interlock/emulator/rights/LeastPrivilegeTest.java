package dev.interlock.emulator.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.Database;
import dev.interlock.hold.HoldHandler;
import dev.interlock.hold.HoldsHandler;
import dev.interlock.hold.SettlementHandler;
import dev.interlock.office.tables.TableScripts;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.permissionchange.PermissionsHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.stockdecrement.StockHandler;
import dev.interlock.stockreservation.ReservationSettlementHandler;
import dev.interlock.stockreservation.StockReservationHandler;
import dev.interlock.stockreservation.StockReservationsHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.transfer.AccountHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The functions' role has exactly the rights that their statements need: revoking any of them
/// breaks an answer. Rights to the tables that a function brings are for the tests of that
/// function.
@OnlyPostgres("rights to columns are PostgreSQL's")
class LeastPrivilegeTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String ACCOUNT = "a0000000-0000-4000-8000-00000000000";
  private static final String LOCATION = "b0000000-0000-4000-8000-000000000001";

  @Test
  void everyPrivilegeIsNecessary() {
    DATABASE.reset();
    assertThat(brokenWith()).as("with all rights").isEmpty();
    assertThat(held()).hasSizeGreaterThan(15).allMatch(LeastPrivilegeTest::isNeeded);
  }

  /// Mutants of roles.sql.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE ON idempotency",
        "UPDATE ON account_entry",
        "UPDATE (currency) ON account",
        "UPDATE (status) ON account",
        "UPDATE (amount) ON hold",
        "UPDATE (expires_at) ON reservation_line",
        "UPDATE (kind) ON resource",
        "UPDATE (principal) ON permission",
        "INSERT ON account",
        "TRUNCATE ON stock_entry",
        "SELECT ON stock_history",
        "TRIGGER ON account",
      })
  void anExtraRightIsFound(String right) {
    DATABASE.run("GRANT " + right + " TO " + DATABASE.role());
    assertThat(held()).contains(right);
    assertThat(isNeeded(right)).isFalse();
    DATABASE.run("REVOKE " + right + " FROM " + DATABASE.role());
  }

  /// Each right with its object, as in GRANT and REVOKE.
  private static List<String> held() {
    String rights =
        """
        SELECT string_agg(held, ';' ORDER BY held) FROM (
          SELECT privilege_type || ' ON ' || table_name AS held
            FROM information_schema.role_table_grants
           WHERE grantee = '%1$s' AND table_schema = 'public'
          UNION
          SELECT c.privilege_type || ' (' || c.column_name || ') ON ' || c.table_name
            FROM information_schema.role_column_grants c
           WHERE c.grantee = '%1$s' AND c.table_schema = 'public'
             AND NOT EXISTS (SELECT FROM information_schema.role_table_grants t
                              WHERE t.grantee = c.grantee AND t.table_schema = c.table_schema
                                AND t.table_name = c.table_name
                                AND t.privilege_type = c.privilege_type)
          UNION
          SELECT privilege_type || ' ON PROCEDURE ' || routine_name
            FROM information_schema.role_routine_grants
           WHERE grantee = '%1$s' AND routine_schema = 'public') rights
        """
            .formatted(DATABASE.role());
    Set<String> brought = tablesOfFunctions();
    return Stream.of(DATABASE.text(rights).split(";"))
        .filter(right -> !brought.contains(right.substring(right.lastIndexOf(' ') + 1)))
        .toList();
  }

  private static Set<String> tablesOfFunctions() {
    Pattern table = Pattern.compile("(?m)^CREATE TABLE (\\w+)");
    return TableScripts.onClassPath().stream()
        .flatMap(tables -> tables.migrations().stream())
        .flatMap(script -> table.matcher(script.sql()).results())
        .map(created -> created.group(1))
        .collect(Collectors.toSet());
  }

  private static boolean isNeeded(String right) {
    DATABASE.reset();
    DATABASE.run("REVOKE " + right + " FROM " + DATABASE.role());
    try {
      return !brokenWith().isEmpty();
    } finally {
      DATABASE.run("GRANT " + right + " TO " + DATABASE.role());
    }
  }

  /// Sends a request of every kind, and returns those with a wrong answer.
  private static List<String> brokenWith() {
    List<String> broken = new ArrayList<>();
    try (Database writes = DATABASE.database();
        Database reads = Database.forReads(DATABASE.environment())) {
      StatementRunner writing = new StatementRunner(writes);
      StatementRunner reading = new StatementRunner(reads);
      RequestStreamHandler transfer = new TransferHandler(writing);
      Event paid = post("/transfers", "paid", transferBody(1));
      check(broken, 201, transfer, paid);
      check(broken, 201, transfer, paid);
      check(broken, 409, transfer, post("/transfers", "too-much", transferBody(1_000_000)));
      check(broken, 201, new StockDecrementHandler(writing), post("/decrements", "sold", STOCK));
      checkHolds(broken, writing, reading);
      checkReservations(broken, writing, reading);
      RequestStreamHandler change = new PermissionChangeHandler(writing);
      check(broken, 201, change, changeOf("new", "zoe", "operator", 0));
      check(broken, 201, change, changeOf("changed", "zoe", "none", 1));
      queue(writes, broken);
      RequestStreamHandler account = new AccountHandler(reading);
      check(broken, 200, account, get("/accounts/{id}").path("id", ACCOUNT + 1));
      check(broken, 200, account, get("/accounts/{id}/entries").path("id", ACCOUNT + 1));
      check(
          broken,
          200,
          new StockHandler(reading),
          get("/stock/{location}/{sku}").path("location", LOCATION).path("sku", "TEA-100"));
      check(
          broken,
          200,
          new PermissionsHandler(reading),
          get("/resources/{id}/permissions").path("id", LOCATION));
    }
    return broken;
  }

  // Calls that may not queue are answered all the same, but late.
  private static void queue(Database writes, List<String> broken) {
    try (Connection connection = writes.open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CALL interlock_queue('{a}', '{a}', NULL, '1 s', 'one', 'SELECT $1::text, NULL, now()')");
    } catch (SQLException e) {
      broken.add("queue " + e.getMessage());
    }
  }

  private static void checkHolds(
      List<String> broken, StatementRunner writing, StatementRunner reading) {
    DATABASE.run(
        """
        INSERT INTO hold (id, source_id, destination_id, amount, expires_at)
          VALUES ('%1$s7', '%1$s1', '%1$s2', 5, '2999-01-01'),
                 ('%1$s8', '%1$s1', '%1$s2', 90000, clock_timestamp());
        UPDATE account SET held = 90005 WHERE id = '%1$s1'
        """
            .formatted(ACCOUNT));
    check(
        broken,
        201,
        new TransferHandler(writing),
        post("/transfers", "folds", transferBody(50_000)));
    check(broken, 201, new HoldHandler(writing), post("/holds", "placed", holdBody()));
    check(
        broken,
        201,
        new SettlementHandler(writing),
        post("/settlements", "settled", "{\"hold\": \"%s7\", \"amount\": 1}".formatted(ACCOUNT))
            .caller("bob"));
    check(broken, 200, new HoldsHandler(reading), get("/holds/{id}").path("id", ACCOUNT + 7));
  }

  private static void checkReservations(
      List<String> broken, StatementRunner writing, StatementRunner reading) {
    DATABASE.run(
        """
        INSERT INTO reservation_line (reservation_id, sku, location_id, quantity, expires_at)
          VALUES ('%1$s', 'TEA-100', '%1$s', 5, '2999-01-01'),
                 (gen_random_uuid(), 'CUP-1', '%1$s', 5, clock_timestamp());
        UPDATE stock SET reserved = 5 WHERE location_id = '%1$s' AND sku IN ('TEA-100', 'CUP-1')
        """
            .formatted(LOCATION));
    String cup = STOCK.replace("TEA-100", "CUP-1");
    check(broken, 201, new StockDecrementHandler(writing), post("/decrements", "folds", cup));
    check(
        broken,
        201,
        new StockReservationHandler(writing),
        post(
            "/stock-reservations",
            "placed",
            STOCK.replace("}]}", "}], \"expiresAt\": \"2999-01-01T00:00:00Z\"}")));
    check(
        broken,
        201,
        new ReservationSettlementHandler(writing),
        post(
            "/reservation-settlements",
            "settled",
            "{\"reservation\": \"%s\", \"lines\": []}".formatted(LOCATION)));
    check(
        broken,
        200,
        new StockReservationsHandler(reading),
        get("/stock-reservations/{id}").path("id", LOCATION));
  }

  private static String holdBody() {
    return """
    {"from": "%s1", "to": "%s2", "amount": 1, "currency": "EUR",
     "expiresAt": "2999-01-01T00:00:00Z"}
    """
        .formatted(ACCOUNT, ACCOUNT);
  }

  private static void check(
      List<String> broken, int status, RequestStreamHandler handler, Event event) {
    Answer answer = Answer.of(handler, event.json());
    if (answer.status() != status) {
      broken.add(handler.getClass().getSimpleName() + " " + answer.status() + answer.bodyText());
    }
  }

  private static final String STOCK =
      """
      {"location": "%s", "lines": [{"sku": "TEA-100", "quantity": 1}]}
      """
          .formatted(LOCATION);

  private static String transferBody(int amount) {
    return """
    {"from": "%s1", "to": "%s2", "amount": %d, "currency": "EUR"}
    """
        .formatted(ACCOUNT, ACCOUNT, amount);
  }

  private static Event changeOf(String key, String principal, String role, int version) {
    return post(
            "/permission-changes",
            key,
            """
            {"resource": "%s", "principal": "%s", "role": "%s"}
            """
                .formatted(LOCATION, principal, role))
        .header("if-match", "\"" + version + "\"");
  }

  private static Event post(String path, String key, String body) {
    return Event.post(path).caller("alice").key(key).body(body);
  }

  private static Event get(String route) {
    return Event.get(route).caller("alice");
  }
}
