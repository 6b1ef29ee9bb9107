package dev.interlock.audit.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.permissionchange.PermissionsHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.stockdecrement.StockHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.testkit.tables.Snapshot;
import dev.interlock.transfer.AccountHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A sweep for broken object-level authorization: every route, with every resource of another
/// caller, by callers with a role elsewhere or a former role here. Not a byte distinguishes another
/// caller's resource from a missing one.
@ResourceLock(Resources.SYSTEM_OUT)
class BolaSweepTest {

  private static final String ABSENT = "c0000000-0000-4000-8000-0000000000ff";
  private static final String OWN_ACCOUNT = "c0000000-0000-4000-8000-000000000001";
  private static final String OWN_LOCATION = "c0000000-0000-4000-8000-000000000002";

  /// All resources of the demo data. Mallory has a role on none.
  private static final List<String> OTHERS =
      Stream.concat(
              IntStream.rangeClosed(1, 6).mapToObj("a0000000-0000-4000-8000-%012d"::formatted),
              IntStream.rangeClosed(1, 2).mapToObj("b0000000-0000-4000-8000-%012d"::formatted))
          .toList();

  private static final AtomicInteger KEYS = new AtomicInteger();

  /// A request about one resource.
  enum Route {
    TRANSFER_FROM(TransferHandler::new, BolaSweepTest::transfer),
    STOCK_DECREMENT(StockDecrementHandler::new, BolaSweepTest::decrement),
    PERMISSION_CHANGE(PermissionChangeHandler::new, id -> change(id, "alice", "viewer")),
    SELF_PROMOTION(PermissionChangeHandler::new, id -> change(id, "mallory", "owner")),
    RENUNCIATION(PermissionChangeHandler::new, id -> change(id, "mallory", "none")),
    ACCOUNT(AccountHandler::new, id -> Event.get("/accounts/{id}").path("id", id)),
    ENTRIES(AccountHandler::new, id -> Event.get("/accounts/{id}/entries").path("id", id)),
    STOCK(
        StockHandler::new,
        id -> Event.get("/stock/{location}/{sku}").path("location", id).path("sku", "TEA-100")),
    PERMISSIONS(
        PermissionsHandler::new, id -> Event.get("/resources/{id}/permissions").path("id", id));

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a constructor
    private final Function<StatementRunner, RequestStreamHandler> handler;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
    private final Function<String, Event> request;

    Route(
        Function<StatementRunner, RequestStreamHandler> handler, Function<String, Event> request) {
      this.handler = handler;
      this.request = request;
    }
  }

  /// The roles of mallory: one at another account and location, or a former one here.
  enum Standing {
    OWNER_ELSEWHERE("owner", "NULL", false),
    OPERATOR_ELSEWHERE("operator", "NULL", false),
    VIEWER_ELSEWHERE("viewer", "NULL", false),
    NONE_HERE("none", "NULL", true),
    EXPIRED_OPERATOR_HERE("operator", "clock_timestamp()", true),
    EXPIRED_VIEWER_HERE("viewer", "clock_timestamp()", true);

    private final String role;
    private final String expiresAt;
    private final boolean here;

    Standing(String role, String expiresAt, boolean here) {
      this.role = role;
      this.expiresAt = expiresAt;
      this.here = here;
    }
  }

  private static TestDatabase database;
  private static Stage stage;
  private static final Map<Route, RequestStreamHandler> HANDLERS = new EnumMap<>(Route.class);

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    stage = Stage.of(database);
    StatementRunner writes = stage.environment();
    for (Route route : Route.values()) {
      HANDLERS.put(route, route.handler.apply(writes));
    }
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @BeforeEach
  void reset() {
    database.reset();
    database.run(
        """
        INSERT INTO resource (id, kind, owner_count)
          VALUES ('%1$s', 'account', 1), ('%2$s', 'location', 1);
        INSERT INTO account (id, currency) VALUES ('%1$s', 'EUR');
        INSERT INTO stock (location_id, sku) VALUES ('%2$s', 'TEA-100')
        """
            .formatted(OWN_ACCOUNT, OWN_LOCATION));
  }

  static Stream<Arguments> sweep() {
    return Stream.of(Route.values())
        .flatMap(route -> Stream.of(Standing.values()).map(s -> Arguments.of(route, s)));
  }

  @ParameterizedTest
  @MethodSource("sweep")
  void anotherCallersResourceLooksMissing(Route route, Standing standing) throws SQLException {
    List<String> places = standing.here ? OTHERS : List.of(OWN_ACCOUNT, OWN_LOCATION);
    places.forEach(place -> grant(place, standing.role, standing.expiresAt));
    if (!standing.role.equals("owner") || standing.here) {
      grantOwner(OWN_ACCOUNT);
      grantOwner(OWN_LOCATION);
    }
    try (Connection connection = database.connect()) {
      Snapshot before = Snapshot.of(connection);
      Answer absent = send(route, ABSENT);
      assertThat(absent.status()).as(absent.bodyText()).isEqualTo(404);
      for (String other : OTHERS) {
        assertThat(send(route, other)).as(other).isEqualTo(absent);
      }
      assertThat(Set.of("idempotency")).containsAll(Snapshot.of(connection).changedSince(before));
    }
    Invariants.assertHold(database);
  }

  /// The sweep can fail: with the least role there, every route answers differently for some
  /// resource.
  @ParameterizedTest
  @EnumSource
  void aCallerWithARoleIsAnsweredDifferently(Route route) {
    OTHERS.forEach(other -> grant(other, "viewer", "NULL"));
    Answer absent = send(route, ABSENT);
    assertThat(OTHERS.stream().map(other -> send(route, other)))
        .anyMatch(answer -> answer.status() != 404)
        .anyMatch(answer -> !answer.equals(absent));
  }

  private static Answer send(Route route, String resource) {
    Event event = route.request.apply(resource).caller("mallory");
    return Answer.of(HANDLERS.get(route), event.json());
  }

  private static void grant(String resource, String role, String expiresAt) {
    database.run(
        "INSERT INTO permission (resource_id, principal, role, expires_at)"
            + " VALUES ('%s', 'mallory', '%s', %s)".formatted(resource, role, expiresAt));
  }

  private static void grantOwner(String resource) {
    database.run(
        "INSERT INTO permission (resource_id, principal, role) VALUES ('%s', 'bank', 'owner')"
            .formatted(resource));
  }

  private static Event transfer(String from) {
    return post(
        "/transfers",
        "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 1, \"currency\": \"EUR\"}"
            .formatted(from, OWN_ACCOUNT));
  }

  private static Event decrement(String location) {
    return post(
        "/stock-decrements",
        "{\"location\": \"%s\", \"lines\": [{\"sku\": \"TEA-100\", \"quantity\": 1}]}"
            .formatted(location));
  }

  private static Event change(String resource, String principal, String role) {
    return post(
            "/permission-changes",
            "{\"resource\": \"%s\", \"principal\": \"%s\", \"role\": \"%s\"}"
                .formatted(resource, principal, role))
        .header("if-match", "\"0\"");
  }

  private static Event post(String path, String body) {
    return Event.post(path).key("sweep-" + KEYS.incrementAndGet()).body(body);
  }
}
