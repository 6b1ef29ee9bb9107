package dev.interlock.write;

import dev.interlock.limits.TimeLimits;
import java.time.Duration;

/// How long one attempt may wait for locks: for the key, and for all locks together.
///
/// Both count from the statement's first reading of the clock, so that each wait shortens the next,
/// and an attempt ends by reporting that nothing was written, not by a timeout.
record LockWaits(Duration key, Duration all) {

  static LockWaits within(Duration timeLeft, Duration keyWaitMax, Duration elapsed) {
    Duration all = timeLeft.minus(TimeLimits.LOCK_WAIT_MARGIN);
    Duration key = keyWaitMax.minus(elapsed);
    return new LockWaits(key.compareTo(all) < 0 ? key : all, all);
  }

  /// Whether the wait for another call with the same key was long enough to answer that the request
  /// is in progress. After the contract's limit for that answer, the wait is contention.
  static boolean isKeyWaitOver(Duration keyWaitMax, Duration elapsed) {
    return keyWaitMax.minus(elapsed).compareTo(TimeLimits.KEY_PROBE_MAX) <= 0
        && elapsed.plus(TimeLimits.KEY_PROBE_MAX).compareTo(TimeLimits.REQUEST_IN_PROGRESS_MAX) < 0;
  }

  /// For the first lock, the grant's. Never 0, which means no limit.
  long grantMillis() {
    return Math.max(1, all.dividedBy(TimeLimits.WAITS_IN_A_ROW).toMillis());
  }
}
