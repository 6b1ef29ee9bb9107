package dev.interlock.write;

import dev.interlock.limits.TimeLimits;
import java.time.Duration;

/// How long one attempt may wait for locks: for the key, and for all locks together.
///
/// The statement counts both from when it first reads the clock, so each wait shortens the next,
/// and an attempt ends with the answer that nothing was written, not with silence.
record LockWaits(Duration key, Duration all) {

  static LockWaits within(Duration timeLeft, Duration keyWaitMax, Duration elapsed) {
    Duration all = timeLeft.minus(TimeLimits.LOCK_WAIT_MARGIN);
    Duration key = keyWaitMax.minus(elapsed);
    return new LockWaits(key.compareTo(all) < 0 ? key : all, all);
  }

  /// Whether we have waited long enough for another call with the same key to answer that it is in
  /// progress. Once the contract's limit for that answer has passed, the wait is contention.
  static boolean isKeyWaitOver(Duration keyWaitMax, Duration elapsed) {
    return keyWaitMax.minus(elapsed).compareTo(TimeLimits.KEY_PROBE_MAX) <= 0
        && elapsed.plus(TimeLimits.KEY_PROBE_MAX).compareTo(TimeLimits.REQUEST_IN_PROGRESS_MAX) < 0;
  }

  /// For the first lock, the grant's. Never 0, which the database takes for no limit.
  long grantMillis() {
    return Math.max(1, all.dividedBy(TimeLimits.WAITS_IN_A_ROW).toMillis());
  }
}
