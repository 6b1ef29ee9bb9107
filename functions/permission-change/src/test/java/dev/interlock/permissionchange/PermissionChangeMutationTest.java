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

/// A thousand broken changes: none is an error of ours, none does what it was not told to.
class PermissionChangeMutationTest {

  private static final int COUNT = 1_000;

  @Test
  void aBrokenEventIsRefusedOrHasItsOneEffect() {
    TestDatabase database = TestDatabase.create();
    // Another one in each run; the one that failed is in the message: -Dmutations.seed=...
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
      // One line for each, whatever it was; and most ways out were taken.
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
