package dev.interlock.write;

import dev.interlock.limits.TimeLimits;
import java.time.Duration;

/// The time of one attempt, and how much of it may be spent in a queue.
record Turn(Deadline end, Duration keyWaitMax, Attempts attempts) {

  /// The waits of a statement that does not queue.
  LockWaits waits() {
    return LockWaits.within(end.remaining(), keyWaitMax, attempts.elapsed());
  }

  /// The longest wait in queues. Another call with the same key may be ahead of this one, so at
  /// first it is no longer than the wait for a key.
  Duration queueWait() {
    Duration half = end.remaining().dividedBy(2);
    Duration key = keyWaitMax.minus(attempts.elapsed());
    boolean keyFirst = key.compareTo(TimeLimits.KEY_PROBE_MAX) > 0 && key.compareTo(half) < 0;
    return keyFirst ? key : half;
  }

  /// The waits of the statement after the queue.
  LockWaits waitsAfterQueue() {
    return LockWaits.within(end.remaining().minus(queueWait()), keyWaitMax, attempts.elapsed());
  }
}
