package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.CapturedLog;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.fuzzing.MutationTrial;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// None of a thousand broken decrements causes a 5xx or an effect that it does not ask for.
class StockDecrementMutationTest {

  private static final int COUNT = 1_000;

  @Test
  void brokenEventIsRefusedOrHasOneEffect() {
    TestDatabase database = TestDatabase.create();
    Decrements.stock(database, "MANY-000", 1_000_000);
    // Random; a failure prints it, and -Dmutations.seed=... sets it.
    long seed = Long.getLong("mutations.seed", System.nanoTime());
    try (HandlerUnderTest handler =
        new HandlerUnderTest(database, db -> new StockDecrementHandler(new StatementRunner(db)))) {
      MutationTrial trial =
          new MutationTrial(
              database,
              handler,
              new MutationTrial.Effect(
                  Map.of("stock_entry", 2L, "idempotency", 1L),
                  List.of("stock", "stock_entry", "idempotency")));
      CapturedLog<Map<Integer, Integer>> run =
          CapturedLog.of(() -> trial.run(COUNT, seed, StockDecrementMutationTest::valid));
      // Each event logs one line, and most outcomes occur.
      assertThat(run.lines()).hasSize(COUNT);
      assertThat(run.result()).as("seed %d", seed).containsKeys(201, 400, 401, 415);
      System.out.printf("%d mutations with seed %d: %s%n", COUNT, seed, run.result());
    }
  }

  // Two lines with little in common: one random change leaves two, or nothing that is accepted.
  private static Event valid(int number) {
    return Decrements.event(
        "alice",
        "key-" + number,
        List.of(Map.entry("TEA-100", 1L), Map.entry("MANY-000", 1L + number % 3)));
  }
}
