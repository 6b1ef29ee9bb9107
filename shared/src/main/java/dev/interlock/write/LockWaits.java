package dev.interlock.write;

import dev.interlock.limits.TimeLimits;
import java.time.Duration;

/// How long one attempt may wait for locks: for the key, and for all of them together.
///
/// Both are counted in the statement from its own first look at the clock, so what was waited for
/// one lock is not there for the next, and an attempt ends with an answer: that nothing was
/// written, instead of silence.
record LockWaits(Duration key, Duration all) {

  static LockWaits within(Duration timeLeft, Duration keyWaitMax, Duration elapsed) {
    Duration all = timeLeft.minus(TimeLimits.LOCK_WAIT_MARGIN);
    Duration key = keyWaitMax.minus(elapsed);
    return new LockWaits(key.compareTo(all) < 0 ? key : all, all);
  }

  /// Says whether another call of the same key has been waited for long enough to answer that it is
  /// in progress. Once the contract's bound on that answer has passed, the wait is contention.
  static boolean isKeyWaitOver(Duration keyWaitMax, Duration elapsed) {
    return keyWaitMax.minus(elapsed).compareTo(TimeLimits.KEY_PROBE_MAX) <= 0
        && elapsed.plus(TimeLimits.KEY_PROBE_MAX).compareTo(TimeLimits.REQUEST_IN_PROGRESS_MAX) < 0;
  }

  /// For the first lock, the grant's. No wait at all would be 0, which the database takes for no
  /// limit.
  long grantMillis() {
    return Math.max(1, all.dividedBy(TimeLimits.WAITS_IN_A_ROW).toMillis());
  }
}
