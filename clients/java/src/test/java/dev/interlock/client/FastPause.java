package dev.interlock.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Records waits, and puts the clock forward instead of waiting.
final class FastPause implements Pause {
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final AtomicLong skipped = new AtomicLong();

  @Override
  public void sleep(Duration time) {
    waits.add(time);
    skipped.addAndGet(time.toNanos());
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() + skipped.get();
  }

  List<Duration> waits() {
    return waits;
  }
}
