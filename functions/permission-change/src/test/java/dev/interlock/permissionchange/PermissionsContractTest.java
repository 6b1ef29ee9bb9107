package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.ABSENT;
import static dev.interlock.permissionchange.Changes.ALICES;
import static dev.interlock.permissionchange.Changes.SHARED;
import static dev.interlock.permissionchange.Changes.SHOP;
import static dev.interlock.testkit.calls.Expected.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Row;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The answers of `GET /resources/{id}/permissions`.
class PermissionsContractTest {

  private static final Expected NOT_FOUND = refused(404, "not-found");

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    Changes.grant(database, SHARED, "expired", "operator", "clock_timestamp()");
    Changes.grant(database, SHARED, "Expiring", "operator", "'2999-01-01T00:00:00.5Z'");
    Changes.grant(database, SHARED, "gone", "none", "NULL");
    Changes.grant(database, SHARED, "_x", "viewer", "NULL");
    handler = new HandlerUnderTest(database, db -> new PermissionsHandler(new StatementRunner(db)));
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  @ParameterizedTest
  @MethodSource("reads")
  void readFollowsTheContract(Row row) {
    String before = database.everything();
    row.check(handler);
    assertThat(database.everything()).isEqualTo(before);
  }

  static List<Row> reads() {
    List<Row> rows = new ArrayList<>();
    for (String caller : List.of("expired", "gone", "nobody", "Bob", "expiring")) {
      rows.add(Row.of(caller, Changes.read(caller, SHARED), NOT_FOUND));
    }
    for (String id :
        List.of(ABSENT, SHARED, "1-1-1-1-1", "", "x", SHOP + "0", SHOP.replace("-", ""), "%00")) {
      rows.add(Row.of("the id '" + id + "'", Changes.read("nobody", id), NOT_FOUND));
    }
    rows.add(
        Row.of(
            "no caller",
            Event.get("/resources/{id}/permissions").path("id", SHOP),
            refused(401, "unauthenticated")));
    return rows;
  }

  /// Sorted by principal in byte order, without expired and revoked grants.
  @Test
  void anyRoleSeesTheLiveGrants() {
    String body =
        """
        {"resource":"%s","kind":"account","aclVersion":0,"permissions":[\
        {"principal":"Expiring","role":"operator","expiresAt":"2999-01-01T00:00:00.500000Z"},\
        {"principal":"_x","role":"viewer"},\
        {"principal":"alice","role":"operator"},\
        {"principal":"bob","role":"owner"},\
        {"principal":"carol","role":"viewer"}]}\
        """
            .formatted(SHARED);
    for (String caller : List.of("alice", "bob", "carol", "_x", "Expiring")) {
      for (String id : List.of(SHARED, SHARED.toUpperCase(Locale.ROOT))) {
        Answer answer = handler.send(Changes.read(caller, id));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bodyText()).isEqualTo(body);
        assertThat(answer.headers())
            .isEqualTo(
                Map.of(
                    "Content-Type", "application/json",
                    "Cache-Control", "no-store",
                    "ETag", "\"0\""));
      }
    }
  }

  @Test
  void locationIsAResourceToo() {
    Answer answer = handler.send(Changes.read("bob", SHOP));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().text("kind")).isEqualTo("location");
  }

  /// Not a byte of the answer may reveal whether it exists.
  @Test
  void resourceWithoutARoleLooksAbsent() {
    Answer absent = handler.send(Changes.read("carol", ABSENT));
    for (String id : List.of(SHOP, ALICES, "no UUID")) {
      assertThat(handler.send(Changes.read("carol", id))).isEqualTo(absent);
    }
  }
}
