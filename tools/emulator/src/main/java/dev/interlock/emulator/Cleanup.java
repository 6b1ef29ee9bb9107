package dev.interlock.emulator;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Undoes what a command has started, in reverse order, whether the command ends normally, fails
/// halfway or is stopped by a signal.
public final class Cleanup implements AutoCloseable {
  /// Undoes one thing.
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

  /// Creates an empty cleanup, which from now on also runs on a signal.
  public static Cleanup untilExit() {
    Cleanup cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(cleanup.hook);
    return cleanup;
  }

  /// Adds a step to run later, or at once if a signal has already run the earlier ones.
  public synchronized void add(Step step) throws IOException {
    if (closed) {
      step.run();
      throw new IOException("stopped while starting");
    }
    steps.push(step);
  }

  /// Declares that all steps have been added and that a signal is the normal end of this process.
  public void runUntilSignal() {
    meantToRunUntilSignal = true;
    settled.countDown();
  }

  /// Runs all steps, even if some of them fail.
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
      // The hook runs, and finds nothing to do.
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

  /// Waits for a part that the command is still starting, which `add` undoes, before the process
  /// ends.
  private void closeOnSignal() {
    try {
      closeAll();
      if (settled.await(SETTLE_SECONDS_MAX, TimeUnit.SECONDS) && meantToRunUntilSignal) {
        // Stopping on request is a success, which the exit code of a signal would deny.
        Runtime.getRuntime().halt(0);
      }
    } catch (IOException failure) {
      System.err.println("interlock: while stopping: " + failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
