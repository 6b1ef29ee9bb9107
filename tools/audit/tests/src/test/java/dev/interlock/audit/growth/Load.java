package dev.interlock.audit.growth;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.audit.FunctionHandlers;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.WriteOperation;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The calls of a measurement. Each is accepted; its caller's `sub` has 36 characters and its key
/// is a random UUID.
@SuppressWarnings("ImmutableEnumChecker") // operations have no state
enum Load {
  TRANSFER(Operations.TRANSFER),
  STOCK_DECREMENT_OF_1_LINE(Operations.STOCK_DECREMENT),
  STOCK_DECREMENT_OF_5_LINES(Operations.STOCK_DECREMENT),
  PERMISSION_CHANGE(Operations.PERMISSION_CHANGE),
  HOLD(Operations.HOLD),
  SETTLEMENT(Operations.SETTLEMENT, HOLD),
  STOCK_RESERVATION_OF_1_LINE(Operations.STOCK_RESERVATION),
  RESERVATION_SETTLEMENT_OF_1_LINE(Operations.RESERVATION_SETTLEMENT, STOCK_RESERVATION_OF_1_LINE);

  private static final int CALLERS = 100;
  private static final int RESOURCES = 1_000;
  private static final int SKUS = 20;
  private static final String LATER = "2999-01-01T00:00:00Z";

  private final WriteOperation operation;
  private final Optional<Load> before;

  Load(WriteOperation operation) {
    this.operation = operation;
    this.before = Optional.empty();
  }

  /// Calls that settle what as many other calls have placed.
  Load(WriteOperation operation, Load placements) {
    this.operation = operation;
    this.before = Optional.of(placements);
  }

  /// The calls that must be sent before, and whose ids these name.
  Optional<Load> before() {
    return before;
  }

  RequestStreamHandler handler(StatementRunner statements) {
    return FunctionHandlers.of(operation, statements);
  }

  /// Call number n. Calls with the same n modulo the number of threads are sent by one thread, in
  /// order, and no two threads write the same resource: size is measured, not throughput.
  ///
  /// @param placed the id in the answer to each call that came before
  Event event(int n, int threads, String[] placed) {
    Random random = new Random(n);
    String key = new UUID(random.nextLong(), random.nextLong()).toString();
    // Each thread's resources in turn.
    int round = n / threads;
    int resource = round % (RESOURCES / threads) * threads + n % threads;
    return switch (this) {
      case TRANSFER -> transfer(resource, threads).key(key);
      case STOCK_DECREMENT_OF_1_LINE -> decrement(resource, random, 1).key(key);
      case STOCK_DECREMENT_OF_5_LINES -> decrement(resource, random, 5).key(key);
      case PERMISSION_CHANGE -> change(resource, round / (RESOURCES / threads)).key(key);
      case HOLD -> hold(resource, threads).key(key);
      case SETTLEMENT -> settlement(placed[n], resource + threads).key(key);
      case STOCK_RESERVATION_OF_1_LINE -> reservation(resource, random).key(key);
      case RESERVATION_SETTLEMENT_OF_1_LINE -> taking(placed[n], resource, random).key(key);
    };
  }

  private static Event transfer(int from, int threads) {
    return Event.post(Operations.TRANSFER.path())
        .caller(caller(from))
        .body(
            "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 1250, \"currency\": \"EUR\"}"
                .formatted(account(from), account((from + threads) % RESOURCES)));
  }

  private static Event decrement(int location, Random random, int lines) {
    int first = random.nextInt(SKUS);
    String body =
        IntStream.range(0, lines)
            .mapToObj(line ->
                "{\"sku\": \"ARTICLE-%05d\", \"quantity\": 2}".formatted((first + line) % SKUS))
            .collect(Collectors.joining(", "));
    return Event.post(Operations.STOCK_DECREMENT.path())
        .caller(caller(location))
        .body("{\"location\": \"%s\", \"lines\": [%s]}".formatted(location(location), body));
  }

  private static Event change(int location, int version) {
    return Event.post(Operations.PERMISSION_CHANGE.path())
        .caller(caller(location))
        .header("if-match", "\"" + version + "\"")
        .body(
            "{\"resource\": \"%s\", \"principal\": \"%s\", \"role\": \"%s\"}"
                .formatted(
                    location(location),
                    caller(location + 1 + version % 10),
                    version / 10 % 2 == 0 ? "operator" : "viewer"));
  }

  private static Event hold(int from, int threads) {
    return Event.post(Operations.HOLD.path())
        .caller(caller(from))
        .body(
            """
            {"from": "%s", "to": "%s", "amount": 1250, "currency": "EUR", "expiresAt": "%s"}
            """
                .formatted(account(from), account((from + threads) % RESOURCES), LATER));
  }

  private static Event settlement(String hold, int to) {
    return Event.post(Operations.SETTLEMENT.path())
        .caller(caller(to % RESOURCES))
        .body("{\"hold\": \"%s\", \"amount\": 1000}".formatted(hold));
  }

  private static Event reservation(int location, Random random) {
    return Event.post(Operations.STOCK_RESERVATION.path())
        .caller(caller(location))
        .body(
            """
            {"location": "%s", "lines": [{"sku": "ARTICLE-%05d", "quantity": 2}], "expiresAt": "%s"}
            """
                .formatted(location(location), random.nextInt(SKUS), LATER));
  }

  /// Half of what is reserved.
  private static Event taking(String reservation, int location, Random random) {
    return Event.post(Operations.RESERVATION_SETTLEMENT.path())
        .caller(caller(location))
        .body(
            """
            {"reservation": "%s", "lines": [{"sku": "ARTICLE-%05d", "quantity": 1}]}
            """
                .formatted(reservation, random.nextInt(SKUS)));
  }

  /// Inserts what the calls need, as a back office would.
  static void prepare(TestDatabase database) {
    database.run(
        """
        INSERT INTO resource (id, kind, owner_count)
          SELECT format('c0000000-0000-4000-8000-%%s', lpad(n::text, 12, '0'))::uuid, 'account', 1
            FROM generate_series(0, %1$d - 1) n
          UNION ALL
          SELECT format('d0000000-0000-4000-8000-%%s', lpad(n::text, 12, '0'))::uuid, 'location', 1
            FROM generate_series(0, %1$d - 1) n;
        INSERT INTO permission (resource_id, principal, role)
          SELECT id, format('e0000000-0000-4000-8000-%%s',
                            lpad((right(id::text, 12)::int %% %2$d)::text, 12, '0')), 'owner'
            FROM resource WHERE id >= 'c0000000-0000-4000-8000-000000000000';
        INSERT INTO account (id, currency, balance, version)
          SELECT id, 'EUR', 100000000, 1
            FROM resource WHERE id BETWEEN 'c0000000-0000-4000-8000-000000000000'
                                       AND 'c0000000-0000-4000-8000-999999999999';
        INSERT INTO account_entry (account_id, version, amount, balance_after, currency, status,
                                   created_at)
          SELECT a.id, v.version, v.version * a.balance, v.version * a.balance,
                 CASE v.version WHEN 0 THEN a.currency END, CASE v.version WHEN 0 THEN a.status END,
                 '0001-01-01T00:00:00Z'
            FROM account a CROSS JOIN generate_series(0, 1) AS v (version)
           WHERE a.id >= 'c0000000-0000-4000-8000-000000000000';
        INSERT INTO stock (location_id, sku, on_hand, version)
          SELECT id, 'ARTICLE-' || lpad(n::text, 5, '0'), 1000000, 1
            FROM resource, generate_series(0, %3$d - 1) n
           WHERE id >= 'd0000000-0000-4000-8000-000000000000';
        INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after, created_at)
          SELECT s.location_id, s.sku, v.version, v.version * s.on_hand, v.version * s.on_hand,
                 '0001-01-01T00:00:00Z'
            FROM stock s CROSS JOIN generate_series(0, 1) AS v (version)
           WHERE s.location_id >= 'd0000000-0000-4000-8000-000000000000';
        INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role,
                                      created_at)
          SELECT resource_id, 0, principal, 'none', role, '0001-01-01T00:00:00Z'
            FROM permission WHERE resource_id >= 'c0000000-0000-4000-8000-000000000000';
        """
            .formatted(RESOURCES, CALLERS, SKUS));
  }

  private static String account(int n) {
    return "c0000000-0000-4000-8000-%012d".formatted(n);
  }

  private static String location(int n) {
    return "d0000000-0000-4000-8000-%012d".formatted(n);
  }

  private static String caller(int n) {
    return "e0000000-0000-4000-8000-%012d".formatted(n % CALLERS);
  }
}
