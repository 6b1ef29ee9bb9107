package dev.interlock.testkit.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.wire.Request;
import dev.interlock.wire.Script;
import dev.interlock.wire.Turn;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Breaks the statement or connect it is aimed at, once or every time.
public final class Strikes implements Script {

  private static final int ALL = Integer.MAX_VALUE;

  private final AtomicInteger connectsLeft = new AtomicInteger();
  private final AtomicInteger turnsLeft = new AtomicInteger();
  private final AtomicInteger struck = new AtomicInteger();
  private volatile Turn turn = Turn.Plain.PASS;
  private volatile Predicate<Request> target = _ -> false;
  private volatile Predicate<Request> before = _ -> false;
  private volatile Turn turnBefore = Turn.Plain.PASS;

  /// Aims at the next connect, or at all.
  void connects(Turn with, boolean all) {
    stop();
    turn = with;
    connectsLeft.set(all ? ALL : 1);
  }

  /// Aims at the next of these statements, or at all.
  public void statements(Predicate<Request> which, Turn with, boolean all) {
    stop();
    turn = with;
    target = which;
    turnsLeft.set(all ? ALL : 1);
  }

  /// Also breaks these statements, which lead to the one aimed at.
  void leading(Predicate<Request> which, Turn with) {
    before = which;
    turnBefore = with;
  }

  /// Lets everything pass.
  void stop() {
    connectsLeft.set(0);
    turnsLeft.set(0);
    struck.set(0);
    before = _ -> false;
  }

  /// Asserts that this many were struck, without those that lead there. A caller may give up on a
  /// silent wire before the server has executed the statement.
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
