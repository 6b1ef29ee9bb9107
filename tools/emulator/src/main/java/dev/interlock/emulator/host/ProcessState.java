package dev.interlock.emulator.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// State of any process, from /proc.
public enum ProcessState {
  /// Running, or waiting for something.
  RUNNING,
  /// Suspended by SIGSTOP.
  STOPPED,
  /// Gone, or a zombie that its parent has not waited for, which the JDK considers alive.
  ENDED;

  /// The state now.
  public static ProcessState of(ProcessHandle process) {
    String stat;
    try {
      stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
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
