package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.SHARED;
import static dev.interlock.permissionchange.Changes.SHOP;
import static dev.interlock.testkit.calls.Expected.malformed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.json.Json;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Row;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages of `GET /resources/{id}/permissions`: every live grant once, in byte order.
class PermissionPagesContractTest {

  /// In byte order, which is no language's: most keep both cases of a letter together, and ignore
  /// punctuation.
  private static final List<String> LIVE =
      List.of("!", "%2B", "+", "-a", "A", "B", "Z", "_", "a", "a&b", "b", "~");

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    handler = new HandlerUnderTest(database, db -> new PermissionsHandler(new StatementRunner(db)));
  }

  @BeforeEach
  void grant() {
    database.reset();
    database.run("DELETE FROM permission WHERE resource_id = '" + SHARED + "'");
    for (String principal : LIVE) {
      Changes.grant(database, SHARED, principal, "viewer", "NULL");
      Changes.grant(database, SHARED, principal + "-expired", "operator", "clock_timestamp()");
      Changes.grant(database, SHARED, principal + "-ended", "none", "NULL");
    }
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 11, 12, 13, 1000})
  void followingNextShowsEveryLiveGrantOnce(int limit) {
    assertThat(pages(limit)).isEqualTo(chunks(LIVE, limit));
  }

  /// Tables older than the column's collation, in a database with a language's collation.
  @OnlyPostgres("CockroachDB always sorts by bytes")
  @ParameterizedTest
  @ValueSource(strings = {"en-x-icu", "default", "C"})
  void orderIsByBytesWhateverTheCollation(String collation) {
    collate(collation);
    try {
      assertThat(pages(5)).isEqualTo(chunks(LIVE, 5));
    } finally {
      collate("C");
    }
  }

  private static void collate(String collation) {
    database.run(
        "ALTER TABLE permission ALTER COLUMN principal TYPE text COLLATE \"" + collation + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "+", "A", "B", "a", "~"})
  void pageStartsRightAfterTheGivenPrincipal(String after) {
    assertThat(principals(handler.send(read().query("after", after))))
        .isEqualTo(LIVE.subList(LIVE.indexOf(after) + 1, LIVE.size()));
  }

  /// A principal that was shown last may have lost its grant before the next page is requested.
  @ParameterizedTest
  @ValueSource(strings = {"A-ended", "A-expired", "A.", "AZZZ"})
  void afterNeedNotNameAGrant(String after) {
    assertThat(principals(handler.send(read().query("after", after))))
        .isEqualTo(LIVE.subList(LIVE.indexOf("B"), LIVE.size()));
  }

  @Test
  void eachPageHasItsVersion() {
    database.run("UPDATE resource SET acl_version = 7 WHERE id = '" + SHARED + "'");
    for (String after : List.of("!", "B", "~")) {
      Answer page = handler.send(read().query("limit", "1").query("after", after));
      assertThat(page.body().integer("aclVersion")).isEqualTo(7);
      assertThat(page.headers()).containsEntry("ETag", "\"7\"");
    }
  }

  @Test
  void pageAfterTheLastPrincipalIsEmpty() {
    assertThat(handler.send(read().query("after", "~")).bodyText())
        .isEqualTo(
            "{\"resource\":\"%s\",\"kind\":\"account\",\"aclVersion\":0,\"permissions\":[]}"
                .formatted(SHARED));
  }

  @Test
  void pageHasAThousandPermissionsByDefault() {
    database.run(
        """
        INSERT INTO permission (resource_id, principal, role)
        SELECT '%s', 'p' || (10000 + n)::text, 'viewer' FROM generate_series(1, 999) n
        """
            .formatted(SHOP));
    Event shop = Changes.read("alice", SHOP);
    Answer first = handler.send(shop);
    assertThat(principals(first)).hasSize(1_000).startsWith("alice", "bob", "p10001");
    assertThat(first.body().text("next")).isEqualTo("p10998");
    Answer second = handler.send(shop.query("after", "p10998"));
    assertThat(principals(second)).containsExactly("p10999");
    assertThat(second.body().has("next")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void malformedQueryIsRefused(Row row) {
    row.check(handler);
  }

  static Stream<Row> queries() {
    Stream<Row> afters =
        Stream.of("", " ", "a b", "a ", "\u00E9", "\t", "\u007F", "a".repeat(129))
            .map(after -> row("after", after, "/after"));
    Stream<Row> limits =
        Stream.of("0", "1001", "-1", "+1", "01", "1.0", "1e2", "", " 1", "x", "1,2", "9".repeat(20))
            .map(limit -> row("limit", limit, "/limit"));
    Row both =
        Row.of(
            "both",
            Changes.read("bob", SHARED).query("after", "").query("limit", "0"),
            malformed("/after", "/limit"));
    return Stream.concat(Stream.concat(afters, limits), Stream.of(both));
  }

  private static Row row(String member, String value, String pointer) {
    String name = member + "=" + value.replaceAll("[^!-~]", "?");
    return Row.of(name, Changes.read("bob", SHARED).query(member, value), malformed(pointer));
  }

  @Test
  void unknownQueryParametersAreIgnored() {
    Event odd = read().query("After", "b").query("page", "x").query("LIMIT", "0");
    assertThat(handler.send(odd)).isEqualTo(handler.send(read()));
  }

  /// Principals of 128 characters, most of them escaped twice on their way through Lambda.
  @Test
  void largestPageFitsIntoALambdaResponse() {
    database.run(
        """
        INSERT INTO permission (resource_id, principal, role, expires_at)
        SELECT '%s', (10000 + n)::text || repeat('"', 123), 'operator', '2999-01-01T00:00:00Z'
          FROM generate_series(1, 1000) n
        """
            .formatted(SHOP));
    Answer page = handler.send(Changes.read("alice", SHOP));
    assertThat(page.status()).isEqualTo(200);
    assertThat(principals(page)).hasSize(1_000);
  }

  private static Event read() {
    return Changes.read("A", SHARED);
  }

  private static List<List<String>> pages(int limit) {
    List<List<String>> pages = new ArrayList<>();
    Answer page = handler.send(read().query("limit", Integer.toString(limit)));
    pages.add(principals(page));
    while (page.body().has("next")) {
      String next = page.body().text("next");
      assertThat(next).isEqualTo(pages.getLast().getLast());
      page = handler.send(read().query("limit", Integer.toString(limit)).query("after", next));
      pages.add(principals(page));
    }
    return pages;
  }

  private static List<String> principals(Answer page) {
    assertThat(page.status()).as(page.bodyText()).isEqualTo(200);
    return Answer.items(page.body(), "permissions").stream()
        .map(grant -> ((Json.Obj) grant).text("principal"))
        .toList();
  }

  private static List<List<String>> chunks(List<String> all, int size) {
    return IntStream.range(0, (all.size() + size - 1) / size)
        .mapToObj(i -> all.subList(i * size, Math.min(all.size(), (i + 1) * size)))
        .toList();
  }
}
