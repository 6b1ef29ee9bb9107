package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
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

/// None of a thousand broken transfers causes a 5xx or an effect that it does not ask for.
class TransferMutationTest {

  private static final int COUNT = 1_000;

  @Test
  void brokenEventIsRefusedOrMakesOneTransfer() {
    TestDatabase database = TestDatabase.create();
    // Random; a failure prints it, and -Dmutations.seed=... sets it.
    long seed = Long.getLong("mutations.seed", System.nanoTime());
    try (HandlerUnderTest handler =
        new HandlerUnderTest(database, db -> new TransferHandler(new StatementRunner(db)))) {
      MutationTrial trial =
          new MutationTrial(
              database,
              handler,
              new MutationTrial.Effect(
                  Map.of("account_entry", 2L, "idempotency", 1L),
                  List.of("account", "account_entry", "idempotency")));
      CapturedLog<Map<Integer, Integer>> run =
          CapturedLog.of(() -> trial.run(COUNT, seed, TransferMutationTest::valid));
      // Each event logs one line, and most outcomes occur.
      assertThat(run.lines()).hasSize(COUNT);
      assertThat(run.result()).as("seed %d", seed).containsKeys(201, 400, 401, 415);
      System.out.printf("%d mutations with seed %d: %s%n", COUNT, seed, run.result());
    }
  }

  private static Event valid(int number) {
    String body =
        Transfers.body(ALICE_EUR, BOB_EUR, 1 + number % 3, "EUR")
            .replace("}", ", \"reference\": \"rent \u00E9\"}");
    return Transfers.event("alice", "key-" + number, ALICE_EUR, BOB_EUR, 1).body(body);
  }
}
