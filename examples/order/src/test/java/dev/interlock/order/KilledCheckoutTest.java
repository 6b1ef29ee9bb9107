package dev.interlock.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while its request is on the way, and while the answer is, of every
/// step.
class KilledCheckoutTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final Duration PROCESS_MAX = Duration.ofSeconds(60);

  @TempDir private Path folder;
  @RegisterExtension final InvocationLog log = new InvocationLog();

  @Test
  void orderIsSoldOnceByWhicheverProcessLives() throws Exception {
    List<String> moments = new ArrayList<>();
    try (ShopStack stack = new ShopStack(DATABASE, folder)) {
      Checkout.PlacedOrder order = stack.order(Duration.ZERO);
      while (killedAt(moments.size(), moments, stack, order)) {
        assertThat(moments.size()).isLessThan(20);
      }
      assertThat(Files.readString(folder.resolve("out"))).isEqualTo("SOLD\n");
      assertThat(stack.gone(order)).isEqualTo(new ShopStack.Gone(true, true));
    }
    assertThat(moments)
        .containsExactly(
            "before StockReservationFunction",
            "after StockReservationFunction",
            "before HoldFunction",
            "after HoldFunction",
            "before SettlementFunction",
            "after SettlementFunction",
            "before ReservationSettlementFunction",
            "after ReservationSettlementFunction");
    Invariants.assertHold(DATABASE);
  }

  /// Kills a process in the course of a call.
  ///
  /// @param passed how many moments it lives through
  /// @param moments gets the one at which it is killed
  /// @return whether it was killed before it ended
  private boolean killedAt(
      int passed, List<String> moments, ShopStack stack, Checkout.PlacedOrder order)
      throws IOException, InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch dead = new CountDownLatch(1);
    AtomicInteger count = new AtomicInteger();
    stack.tell(moment -> {
      if (count.getAndIncrement() == passed) {
        moments.add(moment);
        reached.countDown();
        await(dead);
      }
    });
    Process process = start(stack, order);
    CompletableFuture<Void> ended = process.onExit().thenRun(reached::countDown);
    try {
      assertThat(reached.await(PROCESS_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
      boolean alive = process.isAlive();
      return alive;
    } finally {
      process.destroyForcibly();
      ended.join();
      dead.countDown();
      // What the dead process had sent still runs.
      stack.awaitIdle();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Process start(ShopStack stack, Checkout.PlacedOrder order) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CheckoutProcess.class.getName()));
    command.addAll(CheckoutProcess.arguments(stack, order));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out").toFile())
        .start();
  }
}
