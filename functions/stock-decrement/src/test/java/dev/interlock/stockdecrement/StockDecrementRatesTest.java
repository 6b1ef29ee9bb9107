package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.Mutation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What things cost against each other, in one run: it prints medians, and asserts nothing of them.
@Tag("soak")
class StockDecrementRatesTest {

  private static final int CLIENTS = 16;
  private static final int SKUS = 100;
  private static final int REPETITIONS = 5;
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final TestDatabase DATABASE = TestDatabase.create();

  // The log takes the functions' lines; what this test prints goes to standard error.
  @RegisterExtension final InvocationLog log = new InvocationLog();

  @BeforeEach
  void reset() {
    DATABASE.reset();
    for (int i = 0; i < SKUS; i++) {
      Decrements.stock(DATABASE, "RATE-" + i, 100_000_000);
    }
  }

  /// One caller, one location, a hundred SKUs: the same calls under each lock on the caller's
  /// grant.
  @Test
  void whatTheLockOnTheGrantCosts() {
    Map<String, Interceptor> locks = new LinkedHashMap<>();
    locks.put("no lock", Mutation.of("FOR SHARE OF p", ""));
    locks.put("FOR SHARE", new Interceptor() {});
    locks.put("FOR NO KEY UPDATE", Mutation.of("FOR SHARE OF p", "FOR NO KEY UPDATE OF p"));
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      locks.forEach((name, lock) -> {
        double rate = rate(lock, repetitionKey(name), this::oneOfAHundred);
        rates.computeIfAbsent(name, any -> new ArrayList<>()).add(rate);
      });
    }
    print("grant lock, one caller at one location, calls per second", rates);
  }

  /// PostgreSQL records the holders of a shared row lock in a server-wide space of 2^32 members,
  /// which vacuum has to keep free. Measures how much the calls of one caller add to it.
  @Test
  void howManyMembersTheGrantLockLeavesToVacuum() {
    DATABASE.run("CHECKPOINT");
    long before = multixactMembers();
    double rate = rate(new Interceptor() {}, MINUTE, repetitionKey("m"), this::oneOfAHundred);
    DATABASE.run("CHECKPOINT");
    double members = (multixactMembers() - before) / (rate * MINUTE.toSeconds());
    System.err.printf(
        "grant lock, one caller, %d clients: %.0f calls per second, %.2f members per call%n",
        CLIENTS, rate, members);
  }

  private static long multixactMembers() {
    return DATABASE.number("SELECT next_multi_offset FROM pg_control_checkpoint()");
  }

  /// Refusals of a sold-out SKU must not queue as sales of a hot one do.
  @Test
  void refusalsAgainstSales() {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      for (String sku : List.of("RATE-0", "SOLD-OUT")) {
        String name = sku.equals("SOLD-OUT") ? "refusals of a sold-out SKU" : "sales of one SKU";
        double rate =
            rate(
                new Interceptor() {},
                repetitionKey(name),
                (key, random) -> Decrements.event("alice", key, sku, 1));
        rates.computeIfAbsent(name, any -> new ArrayList<>()).add(rate);
      }
    }
    print("one SKU, 16 clients, calls per second", rates);
  }

  private Event oneOfAHundred(String key, Random random) {
    return Decrements.event("alice", key, "RATE-" + random.nextInt(SKUS), 1);
  }

  private static String repetitionKey(String name) {
    return name.replace(' ', '-') + "." + System.nanoTime() + ".";
  }

  /// Calls per second of all clients together, each in its own environment.
  private static double rate(
      Interceptor interceptor, String prefix, BiFunction<String, Random, Event> request) {
    return rate(interceptor, WINDOW, prefix, request);
  }

  private static double rate(
      Interceptor interceptor,
      Duration window,
      String prefix,
      BiFunction<String, Random, Event> request) {
    try (Stage stage = Stage.with(DATABASE, interceptor)) {
      List<StockDecrementHandler> handlers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        handlers.add(new StockDecrementHandler(stage.environment()));
      }
      List<Integer> calls =
          Race.of(
              CLIENTS,
              client -> {
                Random random = new Random(client);
                long end = System.nanoTime() + window.toNanos();
                int n = 0;
                while (System.nanoTime() < end) {
                  Event event = request.apply(prefix + client + "." + n++, random);
                  Answer answer = Decrements.send(handlers.get(client), event);
                  assertThat(answer.status()).isIn(201, 409);
                }
                return n;
              });
      return calls.stream().mapToInt(n -> n).sum() / (double) window.toSeconds();
    }
  }

  private static void print(String what, Map<String, List<Double>> rates) {
    double first = median(rates.values().iterator().next());
    rates.forEach((name, each) ->
        System.err.printf(
            "%s: %s %.0f (%.2f of the first; %.0f to %.0f)%n",
            what,
            name,
            median(each),
            median(each) / first,
            each.stream().min(Double::compare).orElseThrow(),
            each.stream().max(Double::compare).orElseThrow()));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
