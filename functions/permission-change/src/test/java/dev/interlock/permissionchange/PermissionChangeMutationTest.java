package dev.interlock.permissionchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.CapturedLog;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.fuzzing.MutationTrial;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// None of a thousand broken changes causes a 5xx or an effect that it does not ask for.
class PermissionChangeMutationTest {

  private static final int COUNT = 1_000;

  @Test
  void brokenEventIsRefusedOrHasOneEffect() {
    TestDatabase database = TestDatabase.create();
    // Random; a failure prints it, and -Dmutations.seed=... sets it.
    long seed = Long.getLong("mutations.seed", System.nanoTime());
    try (HandlerUnderTest handler =
        new HandlerUnderTest(
            database, db -> new PermissionChangeHandler(new StatementRunner(db)))) {
      MutationTrial trial =
          new MutationTrial(
              database,
              handler,
              new MutationTrial.Effect(
                  Map.of("permission_entry", 1L, "idempotency", 1L),
                  List.of("resource", "permission_entry", "idempotency"),
                  Set.of("permission")));
      CapturedLog<Map<Integer, Integer>> run =
          CapturedLog.of(() -> trial.run(COUNT, seed, number -> valid(database, number)));
      // Each event logs one line, and most outcomes occur.
      assertThat(run.lines()).hasSize(COUNT);
      assertThat(run.result()).as("seed %d", seed).containsKeys(201, 400, 401, 415);
      System.out.printf("%d mutations with seed %d: %s%n", COUNT, seed, run.result());
    }
  }

  private static Event valid(TestDatabase database, int number) {
    return Changes.until(
        "2999-01-01T00:00:00Z",
        "alice",
        "key-" + number,
        "carol",
        "viewer",
        Changes.version(database, Changes.SHOP));
  }
}
