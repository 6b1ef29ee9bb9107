package dev.interlock.hold;

import static dev.interlock.hold.Holds.ALICE_EUR;
import static dev.interlock.hold.Holds.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.CapturedLog;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.fuzzing.MutationTrial;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// No broken placement or settlement causes a 5xx or an effect that it does not ask for.
class HoldMutationTest {

  private static final int COUNT = 300;

  @Test
  void brokenPlacementIsRefusedOrPlacesOneHold() {
    run(
        TestDatabase.create(),
        HoldHandler::new,
        Map.of("account_entry", 1L, "idempotency", 1L, "hold", 1L),
        number -> Holds.place("key-" + number, ALICE_EUR, BOB_EUR, 1 + number % 3));
  }

  /// Each releases all. One that took something would make two entries, or one if broken so that it
  /// takes nothing.
  @Test
  void brokenSettlementIsRefusedOrSettlesOneHold() {
    TestDatabase database = TestDatabase.create();
    database.run(
        IntStream.range(0, COUNT)
            .mapToObj(number -> Holds.rows(Holds.id("h" + number), ALICE_EUR, 1, "'2999-01-01'"))
            .collect(Collectors.joining()));
    run(
        database,
        SettlementHandler::new,
        Map.of("account_entry", 1L, "idempotency", 1L),
        number -> Holds.settle("key-" + number, Holds.id("h" + number), 0));
  }

  private static void run(
      TestDatabase database,
      Function<StatementRunner, RequestStreamHandler> function,
      Map<String, Long> rows,
      IntFunction<Event> valid) {
    // Random; a failure prints it, and -Dmutations.seed=... sets it.
    long seed = Long.getLong("mutations.seed", System.nanoTime());
    try (HandlerUnderTest handler =
        new HandlerUnderTest(database, db -> function.apply(new StatementRunner(db)))) {
      MutationTrial trial =
          new MutationTrial(
              database,
              handler,
              new MutationTrial.Effect(
                  rows, List.of("account", "account_entry", "hold", "idempotency")));
      CapturedLog<Map<Integer, Integer>> run = CapturedLog.of(() -> trial.run(COUNT, seed, valid));
      assertThat(run.lines()).hasSize(COUNT);
      assertThat(run.result()).as("seed %d", seed).containsKeys(201, 400);
      System.out.printf("%d mutations with seed %d: %s%n", COUNT, seed, run.result());
    }
  }
}
