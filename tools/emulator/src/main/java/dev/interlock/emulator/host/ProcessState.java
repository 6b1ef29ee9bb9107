package dev.interlock.emulator.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Linux says of a process, who is anybody's child.
public enum ProcessState {
  /// It does something, or waits for something.
  RUNNING,
  /// It is given no time, by SIGSTOP.
  STOPPED,
  /// It does nothing any more: it is gone, or is only kept until its parent has heard of its end,
  /// which the JDK takes for being alive.
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
