package dev.interlock.emulator.lambda;

import dev.interlock.emulator.host.ProcessState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// A process that is given no time, as Lambda gives none to an environment between its calls.
///
/// By SIGSTOP: what the process would do next it does once it is thawed, and it cannot tell.
public final class Freeze {

  private static final Duration POLL = Duration.ofMillis(1);

  private final ProcessHandle process;

  private Freeze(ProcessHandle process) {
    this.process = process;
  }

  /// Freezes a process; it stands still when this returns. Empty when it has ended instead.
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

  /// Lets the process go on, if it is still there.
  public void thaw() throws IOException {
    signal("CONT", process);
  }

  /// Returns when so much time has passed, or when the process was ended before: whether it stood
  /// still all the while.
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

  // A process that has ended by now takes no signal; who it was for has to look anyway.
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
