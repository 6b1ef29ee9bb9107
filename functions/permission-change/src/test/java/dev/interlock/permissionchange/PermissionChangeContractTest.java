package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.ABSENT;
import static dev.interlock.permissionchange.Changes.ALICES;
import static dev.interlock.permissionchange.Changes.SHARED;
import static dev.interlock.permissionchange.Changes.SHOP;
import static dev.interlock.testkit.calls.Expected.malformed;
import static dev.interlock.testkit.calls.Expected.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Row;
import dev.interlock.testkit.contracts.ValidWrite;
import dev.interlock.testkit.contracts.WriteContract;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The answers of `POST /permission-changes`: a row for each refusal and both sides of each limit.
///
/// Well-formed requests name a stale version, so that their answer says so and nothing changes.
class PermissionChangeContractTest {

  private static final String STALE = "\"99\"";
  private static final Expected WELL_FORMED = Situation.mismatch(0);
  private static final Expected NO_RESOURCE = refused(404, "not-found", "/resource");

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    handler =
        new HandlerUnderTest(database, db -> new PermissionChangeHandler(new StatementRunner(db)));
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  @ParameterizedTest
  @MethodSource({"everyWrite", "resources", "principals", "roles", "expiries", "atOnce"})
  void requestFollowsTheContract(Row row) {
    row.check(handler);
  }

  static List<Row> everyWrite() {
    return new WriteContract(
            new ValidWrite(
                "/permission-changes",
                "alice",
                body("\"" + SHOP + "\"", "\"carol\"", "\"viewer\"", ""),
                Optional.of(STALE)),
            WELL_FORMED,
            NO_RESOURCE)
        .rows();
  }

  static Stream<Row> resources() {
    List<Row> rows = new ArrayList<>();
    for (String wrong :
        List.of("null", "1", "[]", "\"\"", "\"1-1-1-1-1\"", "\"" + ABSENT + "0\"")) {
      rows.add(
          row(
              "resource " + wrong,
              body(wrong, "\"carol\"", "\"viewer\"", ""),
              malformed("/resource")));
    }
    rows.add(
        row(
            "resource in capitals",
            body("\"" + SHOP.toUpperCase(Locale.ROOT) + "\"", "\"carol\"", "\"viewer\"", ""),
            WELL_FORMED));
    return rows.stream();
  }

  static Stream<Row> principals() {
    Stream<Row> refused =
        Stream.of(
                "null",
                "1",
                "\"\"",
                "\"a b\"",
                "\" a\"",
                "\"a\\n\"",
                "\"\u007F\"",
                "\"\u00E9\"",
                "\"" + "p".repeat(129) + "\"")
            .map(principal ->
                row(
                    "principal " + principal,
                    change(principal, "viewer"),
                    malformed("/principal")));
    Stream<Row> taken =
        Stream.of("\"p\"", "\"" + "p".repeat(128) + "\"", "\"!~auth0|x@y.z'\"")
            .map(principal ->
                row("principal " + principal, change(principal, "viewer"), WELL_FORMED));
    return Stream.concat(refused, taken);
  }

  static Stream<Row> roles() {
    List<Row> rows = new ArrayList<>();
    for (String wrong : List.of("null", "1", "\"\"", "\"Owner\"", "\"admin\"", "\"viewer \"")) {
      rows.add(
          row(
              "role " + wrong,
              body("\"" + SHOP + "\"", "\"carol\"", wrong, ""),
              malformed("/role")));
    }
    for (String role : List.of("owner", "operator", "viewer", "none")) {
      rows.add(row("role " + role, change("\"carol\"", role), WELL_FORMED));
    }
    return rows.stream();
  }

  static Stream<Row> expiries() {
    List<Row> rows = new ArrayList<>();
    for (String wrong :
        List.of(
            "null",
            "1",
            "\"\"",
            "\"2999-01-01\"",
            "\"2999-01-01T00:00Z\"",
            "\"2999-01-01T00:00:00\"",
            "\"2999-01-01T00:00:00z\"",
            "\"2999-01-01t00:00:00Z\"",
            "\"2999-01-01T00:00:00+00:00\"",
            "\"2999-01-01T00:00:00.Z\"",
            "\"2999-01-01T00:00:00.1234567Z\"",
            "\"2999-02-29T00:00:00Z\"",
            "\"2999-13-01T00:00:00Z\"",
            "\"2999-01-01T24:00:00Z\"",
            "\"2999-01-01T00:00:60Z\"",
            "\"12999-01-01T00:00:00Z\"",
            "\" 2999-01-01T00:00:00Z\"")) {
      rows.add(row("expiresAt " + wrong, expiring("viewer", wrong), malformed("/expiresAt")));
    }
    for (String time :
        List.of(
            "\"2999-01-01T00:00:00Z\"", "\"2999-01-01T00:00:00.1Z\"",
            "\"2999-01-01T00:00:00.123456Z\"", "\"2996-02-29T23:59:59Z\"",
            "\"9999-12-31T23:59:59.999999Z\"", "\"0000-01-01T00:00:00Z\"")) {
      rows.add(row("viewer until " + time, expiring("viewer", time), WELL_FORMED));
      rows.add(row("operator until " + time, expiring("operator", time), WELL_FORMED));
      rows.add(row("owner until " + time, expiring("owner", time), malformed("/expiresAt")));
      rows.add(row("none until " + time, expiring("none", time), malformed("/expiresAt")));
    }
    return rows.stream();
  }

  static Stream<Row> atOnce() {
    return Stream.of(
        row("nothing", "{}", malformed("/resource", "/principal", "/role")),
        Row.of(
            "everything wrong, the header too",
            changeOf(
                    "wrong",
                    """
                    {"resource": 1, "principal": "", "role": "", "expiresAt": "", "x": 1}
                    """)
                .header("if-match", "*"),
            malformed("/resource", "/principal", "/role", "/expiresAt", "/x", "/If-Match")),
        Row.of(
            "everything wrong, the header missing",
            changeOf("missing", "{\"role\": \"x\"}").without("if-match"),
            malformed("/resource", "/principal", "/role")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "0",
        "\"\"",
        "\"x\"",
        "W/\"0\"",
        "w/\"0\"",
        "\"0",
        "0\"",
        "'0'",
        "\"00\"",
        "\"01\"",
        "\"-1\"",
        "\"+1\"",
        "\"1.0\"",
        "\"0\",\"1\"",
        "\"0\", \"0\"",
        " \"0\"",
        "\"0\" ",
        "\" 0\"",
        "\"99999999999999999999\""
      })
  void anIfMatchThatIsNoVersionIsMalformed(String ifMatch) {
    int connections = handler.connectionsOpened();
    malformed("/If-Match")
        .check(handler.send(shop("alice", "k", "carol", "viewer").header("if-match", ifMatch)));
    assertThat(handler.connectionsOpened()).isEqualTo(connections);
  }

  @Test
  void ifMatchInTwoCasesCountsAsDuplicate() {
    malformed("/If-Match")
        .check(handler.send(shop("alice", "k", "carol", "viewer").header("If-Match", "\"0\"")));
  }

  @Test
  void requestWithoutIfMatchIsRefusedAndLeavesTheKeyFree() {
    Event event = shop("alice", "k", "carol", "viewer").without("if-match");
    refused(428, "precondition-required").check(handler.send(event));
    assertThat(handler.send(shop("alice", "k", "carol", "viewer")).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void commandIsRefused(Row row) {
    for (String resource : List.of(SHOP, SHARED)) {
      Changes.grant(database, resource, "expired", "operator", "clock_timestamp()");
      Changes.grant(database, resource, "gone", "none", "NULL");
    }
    String before = grants();
    row.check(handler);
    assertThat(grants()).isEqualTo(before);
  }

  static Stream<Row> refusals() {
    Expected role = refused(403, "role-insufficient");
    return Stream.of(
        Row.of("absent", Changes.event("alice", "k", ABSENT, "carol", "viewer", 0), NO_RESOURCE),
        Row.of("another's", Changes.event("bob", "k", ALICES, "carol", "viewer", 0), NO_RESOURCE),
        Row.of("expired", shop("expired", "k", "carol", "viewer"), NO_RESOURCE),
        Row.of("ended", shop("gone", "k", "carol", "viewer"), NO_RESOURCE),
        Row.of("renounced without a grant", shop("carol", "k", "carol", "none"), NO_RESOURCE),
        Row.of("renounced when expired", shop("expired", "k", "expired", "none"), NO_RESOURCE),
        Row.of("renounced twice", shop("gone", "k", "gone", "none"), NO_RESOURCE),
        Row.of("operator grants", shop("bob", "k", "carol", "viewer"), role),
        Row.of("operator removes the owner", shop("bob", "k", "alice", "none"), role),
        Row.of("operator becomes owner", shop("bob", "k", "bob", "owner"), role),
        Row.of("operator becomes viewer", shop("bob", "k", "bob", "viewer"), role),
        Row.of("viewer grants", Changes.event("carol", "k", SHARED, "x", "viewer", 0), role),
        Row.of(
            "a renounced role from another version",
            Changes.event("bob", "k", SHOP, "bob", "none", 1),
            Situation.mismatch(0)),
        Row.of(
            "the only owner leaves",
            shop("alice", "k", "alice", "none"),
            refused(409, "last-owner")),
        Row.of(
            "the only owner steps down",
            shop("alice", "k", "alice", "operator"),
            refused(409, "last-owner")),
        Row.of(
            "past",
            Changes.until("2001-01-01T00:00:00Z", "alice", "k", "carol", "viewer", 0),
            refused(409, "expiry-past")));
  }

  @Test
  void answerHasWhatWasWrittenAndItsETag() {
    Answer answer =
        handler.send(Changes.until("2999-01-01T00:00:00.5Z", "alice", "k", "bob", "viewer", 0));
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    assertThat(answer.headers())
        .containsOnlyKeys("Content-Type", "Cache-Control", "ETag")
        .containsEntry("ETag", "\"1\"");
    assertThat(answer.bodyText())
        .matches(
            "\\{\"id\":\"[0-9a-f-]{36}\",\"resource\":\""
                + SHOP
                + "\",\"principal\":\"bob\","
                + "\"role\":\"viewer\",\"previousRole\":\"operator\","
                + "\"expiresAt\":\"2999-01-01T00:00:00\\.500000Z\",\"aclVersion\":1,"
                + "\"createdAt\":\"[^\"]{27}\"\\}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", "operator", "viewer", "none"})
  void changeWithoutEffectMakesANewVersion(String role) {
    Changes.grant(database, SHOP, "carol", role, "NULL");
    Answer answer = handler.send(shop("alice", "k", "carol", role));
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    assertThat(answer.body().text("previousRole")).isEqualTo(role);
    assertThat(answer.headers()).containsEntry("ETag", "\"1\"");
    assertThat(Changes.version(database, SHOP)).isEqualTo(1);
    assertThat(database.number("SELECT count(*) FROM permission_entry WHERE acl_version > 0"))
        .isEqualTo(1);
  }

  @Test
  void revokingAnAbsentGrantMakesANewVersion() {
    Answer answer = handler.send(shop("alice", "k", "nobody", "none"));
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    assertThat(answer.body().text("previousRole")).isEqualTo("none");
    assertThat(Changes.version(database, SHOP)).isEqualTo(1);
  }

  private static String grants() {
    return database.text(
        "SELECT string_agg(p::text, ',' ORDER BY p::text) || (SELECT sum(acl_version) FROM"
            + " resource) FROM permission p");
  }

  private static Event shop(String caller, String key, String principal, String role) {
    return Changes.event(caller, key, SHOP, principal, role, 0);
  }

  private static Row row(String name, String body, Expected expected) {
    String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
    return Row.of(
        shown.replaceAll("[^\\x20-\\x7E]", "?"),
        changeOf("row-" + Integer.toHexString((name + body).hashCode()), body),
        expected);
  }

  private static Event changeOf(String key, String body) {
    return shop("alice", key, "carol", "viewer").header("if-match", STALE).body(body);
  }

  private static String change(String principal, String role) {
    return body("\"" + SHOP + "\"", principal, "\"" + role + "\"", "");
  }

  private static String expiring(String role, String expiresAt) {
    return body(
        "\"" + SHOP + "\"", "\"carol\"", "\"" + role + "\"", ", \"expiresAt\": " + expiresAt);
  }

  private static String body(String resource, String principal, String role, String more) {
    return "{\"resource\": %s, \"principal\": %s, \"role\": %s%s}"
        .formatted(resource, principal, role, more);
  }
}
