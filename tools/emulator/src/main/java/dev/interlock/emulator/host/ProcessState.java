package dev.interlock.emulator.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// State of any process, from Linux's `/proc`.
public enum ProcessState {
  /// Running, or waiting for something.
  RUNNING,
  /// Suspended by SIGSTOP.
  STOPPED,
  /// Gone, or a zombie that its parent has not reaped, which the JDK considers alive.
  ENDED;

  private static final Path PROC = Path.of("/proc");

  /// Whether this system tells the state of a process.
  public static boolean isKnown() {
    return Files.exists(PROC.resolve("self/stat"));
  }

  /// Whether a process has ended, on any system. Only Linux has zombies to tell apart: its init in
  /// a container may be a program that reaps none, while that of macOS reaps every orphan.
  public static boolean hasEnded(ProcessHandle process) {
    return isKnown() ? of(process) == ENDED : !process.isAlive();
  }

  /// The state now.
  public static ProcessState of(ProcessHandle process) {
    String stat;
    try {
      stat = Files.readString(PROC.resolve(process.pid() + "/stat"));
    } catch (IOException failure) {
      if (process.isAlive()) {
        throw new UncheckedIOException(failure);
      }
      return ENDED;
    }
    // The third field of proc_pid_stat(5); the second is a name in parentheses.
    return switch (stat.charAt(stat.lastIndexOf(')') + 2)) {
      case 'T' -> STOPPED;
      case 'Z', 'X' -> ENDED;
      default -> process.isAlive() ? RUNNING : ENDED;
    };
  }
}
