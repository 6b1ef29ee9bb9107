package dev.interlock.local.operations;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A process that is given no time, as Lambda gives none to an environment between its calls.
///
/// By SIGSTOP: what the process would do next it does once it is thawed, and it cannot tell.
final class Freeze {

  private final ProcessHandle process;

  private Freeze(ProcessHandle process) {
    this.process = process;
  }

  /// Freezes a process; it stands still when this returns.
  static Freeze of(ProcessHandle process) {
    signal("STOP", process);
    await().pollInterval(Duration.ofMillis(5)).until(() -> state(process) == 'T');
    return new Freeze(process);
  }

  void thaw() {
    signal("CONT", process);
  }

  /// Returns when so much time has passed in which the process did nothing.
  void lasts(Duration time) {
    await().atMost(time.plusSeconds(30)).pollDelay(time).until(() -> state(process) == 'T');
  }

  // The third field of proc_pid_stat(5); the second is a name in parentheses.
  private static char state(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      String command = "kill -" + name + " " + process.pid();
      if (new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor() != 0) {
        throw new AssertionError(command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
