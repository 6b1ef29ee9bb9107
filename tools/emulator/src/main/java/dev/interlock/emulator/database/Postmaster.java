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

/// The main process of a PostgreSQL server, the parent of all its other processes.
///
/// This process starts it directly, not through pg_ctl, so that it can wait for its end and leaves
/// no zombie.
final class Postmaster {
  private static final Duration POLL = Duration.ofMillis(20);

  /// An orphaned session process ends when it next waits for something.
  private static final Duration ORPHANS_MAX = Duration.ofSeconds(5);

  private final Process process;
  private final Path pidFile;
  private volatile List<ProcessHandle> children = List.of();

  private Postmaster(Process process, Path pidFile) {
    this.process = process;
    this.pidFile = pidFile;
  }

  static Postmaster launch(ProcessBuilder command, Path pidFile) throws IOException {
    return new Postmaster(command.start(), pidFile);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Returns when the server accepts connections, or has ended: by itself, or killed because time
  /// was up or it was no longer wanted.
  void awaitReady(long giveUpNanos, BooleanSupplier unwanted) throws IOException {
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > giveUpNanos || unwanted.getAsBoolean()) {
        kill();
        awaitEnd();
        return;
      }
      pause(POLL, unwanted);
    }
  }

  /// The first line of the pid file is the server's pid, the last one its state.
  private boolean isReady() throws IOException {
    try {
      List<String> lines = Files.readAllLines(pidFile, UTF_8);
      return !lines.isEmpty()
          && lines.getFirst().strip().equals(Long.toString(process.pid()))
          && lines.getLast().strip().equals("ready");
    } catch (NoSuchFileException early) {
      return false;
    }
  }

  /// Sends SIGKILL to this process only; its children notice by themselves.
  void kill() {
    children = process.descendants().toList();
    process.destroyForcibly();
  }

  /// Waits for the end of the process and, after [#kill], of its children.
  void awaitEnd() {
    process.onExit().join();
    pause(ORPHANS_MAX, () -> children.stream().allMatch(ProcessState::hasEnded));
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /// Sleeps for the given time, or until `done`.
  static void pause(Duration time, BooleanSupplier done) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (done.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(Math.min(left, POLL.toNanos()));
    }
  }
}
