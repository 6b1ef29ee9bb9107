package dev.interlock.stockdecrement;

import static dev.interlock.stockdecrement.Decrements.SHOP;
import static dev.interlock.stockdecrement.Decrements.carriedOut;
import static dev.interlock.stockdecrement.Decrements.event;
import static dev.interlock.stockdecrement.Decrements.onHand;
import static dev.interlock.stockdecrement.Decrements.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Gate;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Races for stock, each with its required outcome, on any stage.
final class StockDecrementRaces {

  private StockDecrementRaces() {}

  /// All send the same request under the same key: it takes effect once, and all get the same
  /// answer.
  static void sameKey(Stage stage, int parties) {
    Event same = event("alice", "same", "TEA-100", 7);
    List<Answer> answers;
    try (Gate _ = Gate.until(parties / 2, stage.database(), lock("TEA-100"))) {
      answers = race(stage, parties, i -> List.of(same));
    }
    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::bodyText).containsOnly(answers.getFirst().bodyText());
    assertThat(carriedOut(stage.database())).isEqualTo(1);
    assertThat(onHand(stage.database(), "TEA-100")).isEqualTo(1000 - 7);
    Invariants.assertHold(stage.database());
  }

  /// All callers see the last unit before any of them takes it. If the check and the write were
  /// separate transactions, all of them would get it.
  static void lastUnit(Stage stage, int parties) {
    drain(stage, parties, 1, 1, () -> {});
  }

  /// All take from one SKU: as many succeed as there is stock for, and the rest are refused.
  ///
  /// @param meanwhile runs once all have read their input
  static void drain(Stage stage, int parties, long units, long each, Runnable meanwhile) {
    TestDatabase database = stage.database();
    Decrements.stock(database, "LAST", units);
    List<Answer> answers;
    try (Gate _ = Gate.until(parties, database, lock("LAST"), meanwhile)) {
      answers = race(stage, parties, i -> List.of(event("alice", "l" + i, "LAST", each)));
    }
    int covered = Math.toIntExact(units / each);
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(covered);
    assertThat(answers).extracting(Answer::problem).containsOnly("ok", "insufficient-stock");
    assertThat(carriedOut(database)).isEqualTo(covered);
    assertThat(onHand(database, "LAST")).isEqualTo(units - covered * each);
    Invariants.assertHold(database);
  }

  /// A thousand units, one at a time, and more buyers than units.
  static void flashSale(Stage stage, int clients, int units) {
    TestDatabase database = stage.database();
    Decrements.stock(database, "FLASH", units);
    int each = units / clients + 2;
    List<Answer> answers =
        race(
            stage,
            clients,
            i ->
                IntStream.range(0, each)
                    .mapToObj(n -> event("alice", i + "." + n, "FLASH", 1))
                    .toList());
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(units);
    assertThat(answers).extracting(Answer::problem).containsOnly("ok", "insufficient-stock");
    assertThat(onHand(database, "FLASH")).isZero();
    Invariants.assertHold(database);
  }

  /// Orders with overlapping SKUs, in any order: each gets all of its lines or none.
  static void overlappingOrders(Stage stage, int clients, int each) {
    TestDatabase database = stage.database();
    List<String> skus = IntStream.range(0, 6).mapToObj(i -> "MIX-" + i).toList();
    skus.forEach(sku -> Decrements.stock(database, sku, 60));
    List<Answer> answers =
        race(
            stage,
            clients,
            i -> {
              Random random = new Random(i);
              return IntStream.range(0, each)
                  .mapToObj(n -> order(i + "." + n, skus, random))
                  .toList();
            });
    assertThat(answers).extracting(Answer::problem).containsOnly("ok", "insufficient-stock");
    long accepted = answers.stream().filter(answer -> answer.status() == 201).count();
    assertThat(carriedOut(database)).isEqualTo(accepted);
    // Three lines of one unit each: fewer rows would be a partial decrement.
    assertThat(
            database.number(
                """
                SELECT count(*) FROM (SELECT 1 FROM stock_entry WHERE decrement_id IS NOT NULL
                                       GROUP BY decrement_id HAVING count(*) <> 3) partly
                """))
        .isZero();
    Invariants.assertHold(database);
  }

  private static Event order(String key, List<String> skus, Random random) {
    List<String> shuffled = new ArrayList<>(skus);
    Collections.shuffle(shuffled, random);
    List<Map.Entry<String, Long>> lines =
        shuffled.stream().limit(3).map(sku -> Map.entry(sku, 1L)).toList();
    return event("alice", key, SHOP, lines);
  }

  /// While orders run, the back office adds and removes stock: no change is lost.
  static void concurrentEdit(Stage stage, int clients, int each) {
    TestDatabase database = stage.database();
    Decrements.stock(database, "EDITED", 1_000);
    List<List<Answer>> answers =
        Race.of(
            clients + 1,
            party -> {
              if (party == clients) {
                IntStream.range(0, 50).forEach(n -> receive(database, n % 2 == 0 ? 7 : -7));
                return List.of();
              }
              StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
              return IntStream.range(0, each)
                  .mapToObj(n -> send(handler, event("alice", party + "." + n, "EDITED", 1)))
                  .toList();
            });
    assertThat(answers.stream().flatMap(List::stream))
        .hasSize(clients * each)
        .extracting(Answer::status)
        .containsOnly(201);
    assertThat(onHand(database, "EDITED")).isEqualTo(1_000 - (long) clients * each);
    Invariants.assertHold(database);
  }

  private static void receive(TestDatabase database, int quantity) {
    database.run(
        """
        WITH received AS (
          UPDATE stock SET on_hand = on_hand + %2$d, version = version + 1
           WHERE location_id = '%1$s' AND sku = 'EDITED'
          RETURNING location_id, sku, version, on_hand)
        INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
        SELECT location_id, sku, version, %2$d, on_hand FROM received
        """
            .formatted(SHOP, quantity));
  }

  static String lock(String sku) {
    return "SELECT 1 FROM stock WHERE location_id = '%s' AND sku = '%s' FOR UPDATE"
        .formatted(SHOP, sku);
  }

  /// All parties run concurrently, and each sends its requests one after the other.
  private static List<Answer> race(Stage stage, int parties, IntFunction<List<Event>> requests) {
    List<StockDecrementHandler> handlers = new ArrayList<>();
    for (int i = 0; i < parties; i++) {
      handlers.add(new StockDecrementHandler(stage.environment()));
    }
    return Race.of(
            parties,
            i -> requests.apply(i).stream().map(event -> send(handlers.get(i), event)).toList())
        .stream()
        .flatMap(List::stream)
        .toList();
  }
}
