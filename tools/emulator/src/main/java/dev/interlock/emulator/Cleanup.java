package dev.interlock.emulator;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Undoes what a command has started, last first, however the command ends: normally, by a failure
/// half way, or by a signal at any moment.
public final class Cleanup implements AutoCloseable {
  /// Something that is undone once.
  public interface Step {
    void run() throws IOException;
  }

  private static final long SETTLE_SECONDS_MAX = 120;

  private final Deque<Step> steps = new ArrayDeque<>();
  private final CountDownLatch settled = new CountDownLatch(1);
  private final Thread hook = new Thread(this::closeOnSignal, "stop");
  private boolean closed;
  private volatile boolean meantToRunUntilSignal;

  private Cleanup() {}

  /// Nothing to undo yet; from now on a signal undoes what there is.
  public static Cleanup untilExit() {
    Cleanup cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(cleanup.hook);
    return cleanup;
  }

  /// Undoes it later, or at once when everything before it has been undone by a signal.
  public synchronized void add(Step step) throws IOException {
    if (closed) {
      step.run();
      throw new IOException("stopped while starting");
    }
    steps.push(step);
  }

  /// Says that everything has been added, and that only a signal ends this process, as it should.
  public void runUntilSignal() {
    meantToRunUntilSignal = true;
    settled.countDown();
  }

  /// Undoes everything, also when some of it fails.
  @Override
  public void close() throws IOException {
    try {
      closeAll();
    } finally {
      settled.countDown();
      forgetHook();
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // Then the hook runs, and finds nothing left to do.
    }
  }

  private synchronized void closeAll() throws IOException {
    closed = true;
    IOException first = null;
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (IOException | RuntimeException failure) {
        if (first == null) {
          first = new IOException(failure);
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /// The command may be in the middle of starting a part. That part is undone by `add`, which has
  /// to come before the end of the process.
  private void closeOnSignal() {
    try {
      closeAll();
      if (settled.await(SETTLE_SECONDS_MAX, TimeUnit.SECONDS) && meantToRunUntilSignal) {
        // Told to stop, and stopped: that is no failure, as the exit code of a signal would say.
        Runtime.getRuntime().halt(0);
      }
    } catch (IOException failure) {
      System.err.println("interlock: while stopping: " + failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
