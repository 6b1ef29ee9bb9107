package dev.interlock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Reads are repeated like writes, and pages are joined.
class ReadsTest {
  private static final UUID ID = UUID.fromString("a0000000-0000-4000-8000-000000000001");
  private static final ScriptedApi.Turn NOT_FOUND =
      ScriptedApi.json(404, "{\"type\":\"urn:interlock:not-found\"}");

  private static InterlockClient client(ScriptedApi api) {
    return new InterlockClient(
        new HttpCalls(api.uri()),
        rejected -> rejected.isEmpty() ? "old" : "new",
        ClientSettings.defaults().withTimeMax(Duration.ofSeconds(20)),
        new FastPause());
  }

  @Test
  void anAccountIsShown() throws Exception {
    ScriptedApi.Turn shown =
        ScriptedApi.json(
            200,
            "{\"id\":\"%s\",\"currency\":\"EUR\",\"balance\":97500,\"status\":\"open\",\"version\":2}"
                .formatted(ID));
    ScriptedApi.Turn failed = ScriptedApi.json(503, "{\"message\":\"Service Unavailable\"}");
    ScriptedApi.Turn denied = ScriptedApi.json(401, "{\"message\":\"Unauthorized\"}");
    try (ScriptedApi api =
        ScriptedApi.of(List.of(failed, ScriptedApi.Turn.Silent.RESET, denied, shown))) {
      AccountState account = client(api).account(ID).orElseThrow();
      assertThat(account.balanceMinor()).isEqualTo(97500);
      assertThat(account.id()).isEqualTo(ID);
      assertThat(api.received().getLast().headers()).containsEntry("authorization", "Bearer new");
      assertThat(api.received())
          .allSatisfy(
              request -> assertThat(request.headers()).doesNotContainKey("idempotency-key"));
    }
  }

  @Test
  void nothingToSeeIsEmpty() throws Exception {
    try (ScriptedApi api = ScriptedApi.of(List.of(NOT_FOUND))) {
      assertThat(client(api).account(ID)).isEmpty();
      assertThat(client(api).stock(ID, "A B/C?")).isEmpty();
      assertThat(client(api).permissions(ID)).isEmpty();
      assertThat(api.received().get(1).path()).isEqualTo("/stock/" + ID + "/A%20B%2FC%3F");
      assertThatThrownBy(() -> client(api).entries(ID).iterator().hasNext())
          .isInstanceOf(ReadFailedException.class);
      assertThat(api.received()).hasSize(4);
    }
  }

  /// A route that does not exist is a mistake of the caller, not an account that does not.
  @Test
  void aMissingRouteIsAnError() throws Exception {
    try (ScriptedApi api = ScriptedApi.of(List.of(ScriptedApi.json(404, "{\"message\":\"\"}")))) {
      assertThatThrownBy(() -> client(api).account(ID))
          .isInstanceOfSatisfying(
              ReadFailedException.class,
              failure -> assertThat(failure.last().orElseThrow().status()).isEqualTo(404));
    }
  }

  /// Only `next` tells whether there is more: a page may be short, or empty.
  @Test
  void entriesGoOnUntilThereIsNoNextPage() throws Exception {
    Map<String, String> pages =
        Map.of(
            "after=0", "{\"entries\":[{\"version\":1},{\"version\":2}],\"next\":2}",
            "after=2", "{\"entries\":[],\"next\":5}",
            "after=5", "{\"entries\":[{\"version\":6}]}");
    try (ScriptedApi api =
        ScriptedApi.answering(request -> ScriptedApi.json(200, page(pages, request.path())))) {
      assertThat(client(api).entries(ID))
          .extracting(AccountEntry::version)
          .containsExactly(1L, 2L, 6L);
      assertThat(client(api).entriesAfter(ID, 2))
          .extracting(AccountEntry::version)
          .containsExactly(6L);
    }
  }

  /// A cursor is text that may need an escape in a query.
  @Test
  void holdsGoOnUntilThereIsNoNextPage() throws Exception {
    String hold =
        """
        {"id":"%1$s","from":"%1$s","to":"%1$s","amount":%2$d,"currency":"EUR","expiresAt":"2030-01-01T00:00:00Z",
         "state":"open","createdAt":"2026-11-30T12:00:00Z"}\
        """;
    Map<String, String> pages =
        Map.of(
            "limit=1000",
            "{\"holds\":[" + hold.formatted(ID, 1) + "],\"next\":\"a/b+c\"}",
            "limit=1000&after=a%2Fb%2Bc",
            "{\"holds\":[" + hold.formatted(ID, 2) + "]}");
    try (ScriptedApi api =
        ScriptedApi.answering(request -> ScriptedApi.json(200, page(pages, request.path())))) {
      assertThat(client(api).holds(ID)).extracting(HoldState::amountMinor).containsExactly(1L, 2L);
    }
  }

  /// What was captured or taken is there only once it is settled.
  @Test
  void aHoldAndAReservationAreShown() throws Exception {
    String common =
        """
        "id":"%1$s","expiresAt":"2030-01-01T00:00:00Z","createdAt":"2026-11-30T12:00:00Z","state":\
        """
            .formatted(ID);
    String settled = common + "\"settled\",\"settledAt\":\"2026-11-30T12:00:01Z\"";
    List<ScriptedApi.Turn> turns =
        List.of(
            ScriptedApi.json(200, "{" + common + "\"open\"}"),
            ScriptedApi.json(200, "{" + settled + ",\"captured\":0}"),
            ScriptedApi.json(
                200,
                "{" + settled + ",\"lines\":[{\"sku\":\"CUP-1\",\"quantity\":2,\"taken\":1}]}"),
            NOT_FOUND);
    try (ScriptedApi api = ScriptedApi.of(turns)) {
      InterlockClient client = client(api);
      assertThat(client.hold(ID).orElseThrow().capturedMinor()).isEmpty();
      HoldState captured = client.hold(ID).orElseThrow();
      assertThat(captured.capturedMinor()).hasValue(0L);
      assertThat(captured.settledAt()).hasValue(Instant.parse("2026-11-30T12:00:01Z"));
      ReservationState taken = client.stockReservation(ID).orElseThrow();
      assertThat(taken.state()).isEqualTo("settled");
      assertThat(taken.lines())
          .containsExactly(new ReservationState.ReservedLine("CUP-1", 2, Optional.of(1L)));
      assertThat(client.hold(ID)).isEmpty();
      assertThat(client.stockReservation(ID)).isEmpty();
      assertThat(api.received())
          .extracting(ScriptedApi.Received::path)
          .contains("/holds/" + ID, "/stock-reservations/" + ID);
    }
  }

  private static String page(Map<String, String> pages, String path) {
    return pages.entrySet().stream()
        .filter(page -> path.endsWith(page.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /// A change came between two pages: they fit together only if both are read again.
  @Test
  void permissionsAreOfOneVersion() throws Exception {
    try (ScriptedApi api =
        ScriptedApi.of(
            List.of(
                permissions(3, "alice", ",\"next\":\"alice\""),
                permissions(4, "bob", ",\"next\":\"bob\""),
                permissions(4, "alex", ",\"next\":\"alex\""),
                permissions(4, "bob", "")))) {
      ResourcePermissions permissions = client(api).permissions(ID).orElseThrow();
      assertThat(permissions.aclVersion()).isEqualTo(4);
      assertThat(permissions.etag()).isEqualTo("\"4\"");
      assertThat(permissions.roles())
          .extracting(ResourcePermissions.HeldRole::principal)
          .containsExactly("alex", "bob");
      assertThat(api.received()).hasSize(4);
    }
  }

  private static ScriptedApi.Turn permissions(int version, String principal, String next) {
    return new ScriptedApi.Turn.Whole(
        200,
        Map.of("ETag", "\"" + version + "\""),
        ("{\"resource\":\"%s\",\"kind\":\"account\",\"aclVersion\":%d,"
                + "\"permissions\":[{\"principal\":\"%s\",\"role\":\"owner\"}]%s}")
            .formatted(ID, version, principal, next));
  }
}
