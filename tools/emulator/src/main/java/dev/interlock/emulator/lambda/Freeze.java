package dev.interlock.emulator.lambda;

import dev.interlock.emulator.host.ProcessState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// A process suspended by SIGSTOP, as Lambda freezes an environment between its calls.
///
/// The process continues where it stopped, and cannot tell.
public final class Freeze {

  private static final Duration POLL = Duration.ofMillis(1);

  private final ProcessHandle process;

  private Freeze(ProcessHandle process) {
    this.process = process;
  }

  /// Freezes a process, and returns when it stands still. Empty if it has ended instead.
  public static Optional<Freeze> of(ProcessHandle process) throws IOException {
    signal("STOP", process);
    while (true) {
      switch (ProcessState.of(process)) {
        case STOPPED -> {
          return Optional.of(new Freeze(process));
        }
        case ENDED -> {
          return Optional.empty();
        }
        case RUNNING -> LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  /// Lets the process continue, if it still exists.
  public void thaw() throws IOException {
    signal("CONT", process);
  }

  /// Returns when the time has passed, or when the process has ended.
  ///
  /// @return whether the process stood still for all of the time
  public boolean lasts(Duration time) throws InterruptedException {
    try {
      process.onExit().get(time.toNanos(), TimeUnit.NANOSECONDS);
      return false;
    } catch (TimeoutException stillThere) {
      return ProcessState.of(process) == ProcessState.STOPPED;
    } catch (ExecutionException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  // A signal to an ended process is not an error: callers check the state themselves.
  private static void signal(String name, ProcessHandle process) throws IOException {
    String command = "kill -" + name + " " + process.pid() + " 2>/dev/null";
    try {
      int exit = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
      if (exit != 0 && process.isAlive()) {
        throw new IOException(command + ": exit status " + exit);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}
