package dev.interlock.races;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Passes steps on, one at a time. Once the rows are released, the second caller, who was behind
/// the first one at the lock, goes on when the first one has its answer. Otherwise their steps
/// would mix differently in each run.
final class OrderedSteps implements RaceEvent.Listener {

  static final String FIRST = "A";
  static final String SECOND = "B";

  /// Reached only when the first caller needs what the second one has locked.
  private static final long TURN_SECONDS_MAX = 5;

  private final RaceEvent.Listener listener;
  private boolean firstInFlight;
  private volatile CountDownLatch firstAnswered = new CountDownLatch(0);

  OrderedSteps(RaceEvent.Listener listener) {
    this.listener = listener;
  }

  @Override
  public void happened(RaceEvent event) {
    if (isOf(SECOND, event)) {
      awaitTurn();
    }
    passOn(event);
  }

  private static boolean isOf(String caller, RaceEvent event) {
    return event instanceof RaceEvent.ByCaller step && step.caller().equals(caller);
  }

  private synchronized void passOn(RaceEvent event) {
    if (isOf(FIRST, event)) {
      firstInFlight = !(event instanceof RaceEvent.Replied);
    }
    if (event instanceof RaceEvent.RowsReleased) {
      firstAnswered = new CountDownLatch(firstInFlight ? 1 : 0);
    }
    listener.happened(event);
    if (!firstInFlight) {
      firstAnswered.countDown();
    }
  }

  private void awaitTurn() {
    try {
      if (!firstAnswered.await(TURN_SECONDS_MAX, TimeUnit.SECONDS)) {
        firstAnswered.countDown();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
