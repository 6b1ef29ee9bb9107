package dev.interlock.testkit.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.wire.Request;
import dev.interlock.wire.Script;
import dev.interlock.wire.Turn;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Strikes the statement that it is aimed at, each time that it comes by or only the next one.
final class Strikes implements Script {

  private static final int ALL = Integer.MAX_VALUE;

  private final AtomicInteger connectsLeft = new AtomicInteger();
  private final AtomicInteger turnsLeft = new AtomicInteger();
  private final AtomicInteger struck = new AtomicInteger();
  private volatile Turn turn = Turn.Plain.PASS;
  private volatile Predicate<Request> target = _ -> false;
  private volatile Predicate<Request> before = _ -> false;
  private volatile Turn turnBefore = Turn.Plain.PASS;

  /// Whoever comes in next, or everybody.
  void connects(Turn with, boolean all) {
    stop();
    turn = with;
    connectsLeft.set(all ? ALL : 1);
  }

  /// The next of these statements, or all of them.
  void statements(Predicate<Request> which, Turn with, boolean all) {
    stop();
    turn = with;
    target = which;
    turnsLeft.set(all ? ALL : 1);
  }

  /// As long as there is a statement to strike, strikes these, too, which lead to it.
  void leading(Predicate<Request> which, Turn with) {
    before = which;
    turnBefore = with;
  }

  /// Lets all pass.
  void stop() {
    connectsLeft.set(0);
    turnsLeft.set(0);
    struck.set(0);
    before = _ -> false;
  }

  /// Asserts that this many were struck since it was aimed, without what leads there. A caller who
  /// gives up on a silent wire may know that before the server has done its part.
  void awaitStruck(int count) {
    await()
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertThat(struck).as("struck").hasValue(count));
  }

  @Override
  public Turn connecting() {
    return connectsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? turn : Turn.Plain.PASS;
  }

  @Override
  public Turn next(Request request) {
    if (turnsLeft.get() > 0 && before.test(request)) {
      return turnBefore;
    }
    boolean strikes =
        target.test(request) && turnsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    return strikes ? turn : Turn.Plain.PASS;
  }

  @Override
  public void done(Turn done, Request request) {
    if (!before.test(request)) {
      struck.incrementAndGet();
    }
  }
}
