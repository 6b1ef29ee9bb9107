package dev.interlock.write;

import dev.interlock.limits.TimeLimits;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often and for how long a statement is retried.
///
/// Waits follow full jitter: uniform between nothing and a ceiling that doubles with each attempt
/// ([Exponential backoff and
/// jitter](https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/)).
///
/// @param attemptsMax attempts in all, the first included
/// @param delayFirst the ceiling of the wait after the first attempt
/// @param delayMax the ceiling of every wait
/// @param keyWaitMax the longest wait for another call with the same key, from the request on
public record RetryLimits(
    int attemptsMax, Duration delayFirst, Duration delayMax, Duration keyWaitMax) {

  /// Measured with 64 callers on one account: with 20 attempts up to two calls in a thousand gave
  /// up, with 40 none. Where waits are long, the deadline comes first.
  public static final RetryLimits DEFAULT =
      new RetryLimits(40, Duration.ofMillis(10), Duration.ofMillis(500));

  /// Limits with the default wait for a key.
  public RetryLimits(int attemptsMax, Duration delayFirst, Duration delayMax) {
    this(attemptsMax, delayFirst, delayMax, TimeLimits.KEY_WAIT_MAX);
  }

  /// Rejects limits that are not positive, or in the wrong order.
  public RetryLimits {
    if (attemptsMax < 1) {
      throw new IllegalArgumentException("attemptsMax must be 1 or more, is " + attemptsMax);
    }
    if (!delayFirst.isPositive() || delayMax.compareTo(delayFirst) < 0) {
      throw new IllegalArgumentException("0 < delayFirst <= delayMax must hold");
    }
  }

  Duration delayAfter(int attempts, RandomGenerator random) {
    int doublings = Math.min(attempts - 1, 62);
    long first = delayFirst.toNanos();
    long most = delayMax.toNanos();
    // Unlike doubling the first, halving the most cannot overflow.
    long ceiling = first > most >> doublings ? most : first << doublings;
    return Duration.ofNanos(random.nextLong(ceiling + 1));
  }
}
