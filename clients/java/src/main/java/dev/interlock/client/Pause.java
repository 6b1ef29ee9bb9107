package dev.interlock.client;

import java.time.Duration;

/// How a client waits, and by which clock. Tests replace it.
interface Pause {
  /// The machine's.
  Pause REAL =
      new Pause() {
        @Override
        public void sleep(Duration time) throws InterruptedException {
          Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
        }

        @Override
        public long nanoTime() {
          return System.nanoTime();
        }
      };

  void sleep(Duration time) throws InterruptedException;

  long nanoTime();
}
