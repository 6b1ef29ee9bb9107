package dev.interlock.transfer;

import static dev.interlock.testkit.calls.Expected.malformed;
import static dev.interlock.testkit.calls.Expected.refused;
import static dev.interlock.testkit.calls.Expected.success;
import static dev.interlock.transfer.Transfers.ABSENT;
import static dev.interlock.transfer.Transfers.ALICE_CLOSED;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;
import static dev.interlock.transfer.Transfers.LOCATION;
import static dev.interlock.transfer.Transfers.SHARED_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Row;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Snapshot;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The answers of `GET /accounts/{id}`, and the refusals of `GET /accounts/{id}/entries`.
class AccountContractTest {

  private static final String ACCOUNT = "/accounts/{id}";
  private static final String ENTRIES = "/accounts/{id}/entries";
  private static final Expected NOT_FOUND = refused(404, "not-found");
  private static final Expected FOUND =
      success(200, "id", "currency", "balance", "held", "available", "status", "version");
  private static final Expected PAGE = success(200, "entries");

  private static Connection connection;
  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    connection = database.connect();
    BackOffice accounts = new BackOffice(database);
    accounts.grant(BOB_EUR, "expired", "viewer", "clock_timestamp()");
    accounts.grant(BOB_EUR, "expiring", "viewer", "clock_timestamp() + interval '1 hour'");
    accounts.grant(BOB_EUR, "gone", "none", "NULL");
    handler = new HandlerUnderTest(database, db -> new AccountHandler(new StatementRunner(db)));
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    handler.close();
  }

  @ParameterizedTest
  @MethodSource({"accounts", "queries"})
  void readFollowsTheContract(Row row) {
    Snapshot before = Snapshot.of(connection);
    row.check(handler);
    assertThat(Snapshot.of(connection)).isEqualTo(before);
  }

  /// Both reads check the caller's grant in the same way.
  static List<Row> accounts() {
    List<Row> rows = new ArrayList<>();
    for (String route : List.of(ACCOUNT, ENTRIES)) {
      Expected found = route.equals(ACCOUNT) ? FOUND : PAGE;
      rows.add(read(route, "its owner", "alice", ALICE_EUR, found));
      rows.add(read(route, "an operator", "alice", SHARED_EUR, found));
      rows.add(read(route, "a viewer", "carol", SHARED_EUR, found));
      rows.add(read(route, "a closed account", "alice", ALICE_CLOSED, found));
      rows.add(read(route, "capitals in the id", "alice", upper(ALICE_EUR), found));
      rows.add(read(route, "an account without entries", "carol", CAROL_EUR, found));
      rows.add(read(route, "a grant that expires later", "expiring", BOB_EUR, found));
      rows.add(read(route, "an expired grant", "expired", BOB_EUR, NOT_FOUND));
      rows.add(read(route, "a grant that was ended", "gone", BOB_EUR, NOT_FOUND));
      rows.add(read(route, "another's account", "alice", BOB_EUR, NOT_FOUND));
      rows.add(read(route, "an absent account", "alice", ABSENT, NOT_FOUND));
      rows.add(read(route, "a location, by its owner", "alice", LOCATION, NOT_FOUND));
      for (String id :
          List.of("1-1-1-1-1", "", "x", ALICE_EUR + "0", ALICE_EUR.replace("-", ""), "%00")) {
        rows.add(read(route, "the id '" + id + "'", "alice", id, NOT_FOUND));
      }
      rows.add(
          Row.of(
              "no caller: " + route,
              Event.get(route).path("id", ALICE_EUR),
              refused(401, "unauthenticated")));
    }
    return rows;
  }

  static List<Row> queries() {
    List<Row> rows = new ArrayList<>();
    for (String limit : List.of("1", "1000")) {
      rows.add(query("limit", limit, PAGE));
    }
    for (String limit :
        List.of(
            "0", "1001", "-1", "", "x", "1.0", "1e2", "+1", "01", " 1", "1,2", "9".repeat(40))) {
      rows.add(query("limit", limit, malformed("/limit")));
    }
    for (String after :
        List.of("0", "1", "9007199254740991", "9007199254740992", "9223372036854775807")) {
      rows.add(query("after", after, PAGE));
    }
    for (String after : List.of("-1", "-0", "", "x", "0.0", "00", "1,1", "9223372036854775808")) {
      rows.add(query("after", after, malformed("/after")));
    }
    rows.add(query("page", "2", PAGE));
    rows.add(query("Limit", "0", PAGE));
    rows.add(
        Row.of(
            "both malformed",
            entries("alice", ALICE_EUR).query("after", "-1").query("limit", "0"),
            malformed("/after", "/limit")));
    return rows;
  }

  @Test
  void bodyShowsTheRow() {
    assertThat(handler.send(account("carol", upper(SHARED_EUR))).bodyText())
        .isEqualTo(
            """
            {"id":"%s","currency":"EUR","balance":75000,"held":0,"available":75000,"status":"open","version":1}\
            """
                .formatted(SHARED_EUR));
    assertThat(handler.send(account("alice", ALICE_CLOSED)).body().text("status"))
        .isEqualTo("closed");
  }

  /// An expired hold counts for nothing, folded or not.
  @Test
  void onlyLiveHoldsAreHeld() {
    String id = "c0000000-0000-4000-8000-000000000077";
    BackOffice accounts = new BackOffice(database);
    accounts.open(id, "EUR", 100, "open");
    accounts.grant(id, "alice", "viewer", "NULL");
    database.run(
        """
        INSERT INTO hold (id, source_id, destination_id, amount, expires_at)
          VALUES (gen_random_uuid(), '%1$s', '%2$s', 30, '2999-01-01'),
                 (gen_random_uuid(), '%1$s', '%2$s', 50, clock_timestamp());
        UPDATE account SET held = 80 WHERE id = '%1$s'
        """
            .formatted(id, BOB_EUR));
    assertThat(handler.send(account("alice", id)).bodyText())
        .contains("\"balance\":100,\"held\":30,\"available\":70,");
    database.run(
        "UPDATE account SET held = 0 WHERE id = '%1$s'; DELETE FROM hold WHERE source_id = '%1$s'"
            .formatted(id));
  }

  /// Not a byte of the answer may reveal whether it exists.
  @Test
  void accountWithoutARoleLooksAbsent() {
    for (String route : List.of(ACCOUNT, ENTRIES)) {
      Answer absent = handler.send(Event.get(route).caller("alice").path("id", ABSENT));
      for (String id : List.of(BOB_EUR, LOCATION, "no UUID")) {
        assertThat(handler.send(Event.get(route).caller("alice").path("id", id))).isEqualTo(absent);
      }
    }
  }

  /// A malformed query must not reveal an account either.
  @Test
  void malformedQueryIsRefusedForEveryAccount() {
    malformed("/limit").check(handler.send(entries("alice", BOB_EUR).query("limit", "0")));
    malformed("/limit").check(handler.send(entries("alice", ABSENT).query("limit", "0")));
  }

  private static Row read(String route, String name, String caller, String id, Expected expected) {
    return Row.of(name + ": " + route, Event.get(route).caller(caller).path("id", id), expected);
  }

  private static Row query(String name, String value, Expected expected) {
    return Row.of(name + "=" + value, entries("alice", ALICE_EUR).query(name, value), expected);
  }

  private static Event account(String caller, String id) {
    return Event.get(ACCOUNT).caller(caller).path("id", id);
  }

  private static Event entries(String caller, String id) {
    return Event.get(ENTRIES).caller(caller).path("id", id);
  }

  private static String upper(String id) {
    return id.toUpperCase(Locale.ROOT);
  }
}
