package dev.interlock.audit.growth;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the calls of a measurement are: accepted each, by callers whose `sub` has 36 characters,
/// under keys that are random UUIDs.
enum Load {
  TRANSFER,
  STOCK_DECREMENT_OF_1_LINE,
  STOCK_DECREMENT_OF_5_LINES,
  PERMISSION_CHANGE;

  private static final int CALLERS = 100;
  private static final int RESOURCES = 1_000;
  private static final int SKUS = 20;

  RequestStreamHandler handler(StatementRunner writes) {
    return switch (this) {
      case TRANSFER -> new TransferHandler(writes);
      case STOCK_DECREMENT_OF_1_LINE, STOCK_DECREMENT_OF_5_LINES ->
          new StockDecrementHandler(writes);
      case PERMISSION_CHANGE -> new PermissionChangeHandler(writes);
    };
  }

  /// Call number n. Those with equal n modulo the number of threads are sent by one thread, in
  /// order, and threads share no resource that they write: it is size that is measured, not rate.
  Event event(int n, int threads) {
    Random random = new Random(n);
    String key = new UUID(random.nextLong(), random.nextLong()).toString();
    // Of this thread's own resources, each in turn.
    int round = n / threads;
    int resource = round % (RESOURCES / threads) * threads + n % threads;
    return switch (this) {
      case TRANSFER -> transfer(resource, threads).key(key);
      case STOCK_DECREMENT_OF_1_LINE -> decrement(resource, random, 1).key(key);
      case STOCK_DECREMENT_OF_5_LINES -> decrement(resource, random, 5).key(key);
      case PERMISSION_CHANGE -> change(resource, round / (RESOURCES / threads)).key(key);
    };
  }

  private static Event transfer(int from, int threads) {
    return Event.post("/transfers")
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
    return Event.post("/stock-decrements")
        .caller(caller(location))
        .body("{\"location\": \"%s\", \"lines\": [%s]}".formatted(location(location), body));
  }

  private static Event change(int location, int version) {
    return Event.post("/permission-changes")
        .caller(caller(location))
        .header("if-match", "\"" + version + "\"")
        .body(
            "{\"resource\": \"%s\", \"principal\": \"%s\", \"role\": \"%s\"}"
                .formatted(
                    location(location),
                    caller(location + 1 + version % 10),
                    version / 10 % 2 == 0 ? "operator" : "viewer"));
  }

  /// Puts in what the calls need, as a back office would.
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
        INSERT INTO account_entry (account_id, version, amount, balance_after)
          SELECT id, 1, balance, balance
            FROM account WHERE id >= 'c0000000-0000-4000-8000-000000000000';
        INSERT INTO stock (location_id, sku, on_hand, version)
          SELECT id, 'ARTICLE-' || lpad(n::text, 5, '0'), 1000000, 1
            FROM resource, generate_series(0, %3$d - 1) n
           WHERE id >= 'd0000000-0000-4000-8000-000000000000';
        INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
          SELECT location_id, sku, 1, on_hand, on_hand
            FROM stock WHERE location_id >= 'd0000000-0000-4000-8000-000000000000';
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
