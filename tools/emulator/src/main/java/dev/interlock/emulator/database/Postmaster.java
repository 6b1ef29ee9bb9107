package dev.interlock.emulator.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.emulator.host.ProcessState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A server's first process, which all others are children of.
///
/// It is a child of this process and not of pg_ctl: whoever starts a process can wait for its end,
/// and no zombie stays behind.
final class Postmaster {
  private static final Duration POLL = Duration.ofMillis(20);

  /// A session's process notices that it is an orphan when it next waits for something.
  private static final Duration ORPHANS_MAX = Duration.ofSeconds(5);

  private final Process process;
  private final Path data;
  private volatile List<ProcessHandle> children = List.of();

  private Postmaster(Process process, Path data) {
    this.process = process;
    this.data = data;
  }

  static Postmaster launch(ProcessBuilder command, Path data) throws IOException {
    return new Postmaster(command.start(), data);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Whether it accepts connections, which this waits for. If not it has ended: by itself, or
  /// because time was up or nobody wants it any more.
  boolean awaitReady(long giveUpNanos, BooleanSupplier unwanted) throws IOException {
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > giveUpNanos || unwanted.getAsBoolean()) {
        kill();
        awaitEnd();
        return false;
      }
      pause(POLL, unwanted);
    }
    return true;
  }

  /// The pid file starts with whose it is and ends with its state.
  private boolean isReady() throws IOException {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"), UTF_8);
      return !lines.isEmpty()
          && lines.getFirst().strip().equals(Long.toString(process.pid()))
          && lines.getLast().strip().equals("ready");
    } catch (NoSuchFileException early) {
      return false;
    }
  }

  /// By SIGKILL: its children are left alone.
  void kill() {
    children = process.descendants().toList();
    process.destroyForcibly();
  }

  /// Waits for the end of the process, and of the children that it was killed from.
  void awaitEnd() {
    process.onExit().join();
    pause(ORPHANS_MAX, () -> children.stream().allMatch(ProcessState::hasEnded));
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /// Lets time pass, until there is no need to any more.
  static void pause(Duration time, BooleanSupplier unwanted) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (unwanted.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(Math.min(left, POLL.toNanos()));
    }
  }
}
