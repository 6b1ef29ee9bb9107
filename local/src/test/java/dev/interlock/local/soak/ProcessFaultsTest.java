package dev.interlock.local.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.local.clock.ClockOffset;
import dev.interlock.local.lambda.RunningEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each fault of a process, while callers transfer without pause.
class ProcessFaultsTest {

  private static final long SEED = 5;

  @TempDir static Path folder;

  private static FaultedStack stack;
  private static Callers callers;
  private static ProcessFaults faults;

  @BeforeAll
  static void start() throws Exception {
    stack = FaultedStack.start(folder);
    callers = new Callers(stack);
    faults = new ProcessFaults(stack.functions, stack.server, stack.database);
    callers.awaitAnswered(20);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "FUNCTION_KILLED",
        "FUNCTION_FROZEN",
        "CLOCK_SKEWED",
        "BACKEND_TERMINATED",
        "BACKEND_CANCELED",
        "CONNECTIONS_EXHAUSTED",
        "DATABASE_KILLED",
        "DATABASE_STOPPED"
      })
  void everyCallIsAnsweredInTheEnd(Fault fault) throws Exception {
    long start = System.nanoTime();
    FaultEvent event = faults.strike(fault, new SplittableRandom(SEED)).orElseThrow();
    long struck = System.nanoTime();
    callers.awaitAnswered(20);
    System.err.printf(
        "%s: %d ms, calls again after %d ms, sent again for %s%n",
        event,
        Duration.ofNanos(struck - start).toMillis(),
        Duration.ofNanos(System.nanoTime() - struck).toMillis(),
        callers.inVain());
  }

  @Test
  void aFunctionLivesByItsOwnClock() throws Exception {
    RunningEnvironment one = stack.functions.running().getFirst();
    ClockOffset clock = one.clock().orElseThrow();
    long before = System.nanoTime();
    clock.set(Duration.ofHours(-1));
    awaitLogged(Duration.ofHours(-1));
    clock.set(Duration.ofHours(1));
    awaitLogged(Duration.ofHours(1));
    clock.set(Duration.ZERO);
    System.err.println("skew: " + Duration.ofNanos(System.nanoTime() - before) + callers.inVain());
    assertThat(one.process().isAlive()).isTrue();
  }

  private void awaitLogged(Duration skew) {
    long from = System.currentTimeMillis() + skew.toMillis();
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> stack.timesLogged().anyMatch(time -> Math.abs(time - from) < 60_000));
  }

  @AfterAll
  static void stop() throws Exception {
    try (FaultedStack all = stack) {
      callers.close();
      assertThat(all.number("SELECT count(DISTINCT transfer_id) FROM account_entry"))
          .isEqualTo(callers.answers().size());
      all.assertInvariantsHold();
    }
  }
}
