package dev.interlock.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Virtual threads are for sockets. One that blocks in native code, as it does reading a child's
/// output, pins its carrier, and a process has few of those.
class VirtualThreadsTest {
  private static final Pattern STARTED =
      Pattern.compile("ofVirtual|startVirtualThread|newVirtualThreadPerTaskExecutor");
  private static final Pattern PROCESS = Pattern.compile("\\bProcess(Builder|Handle)?\\b");

  /// Each was read: what its virtual threads wait for are sockets, queues and clocks.
  private static final Set<String> SOCKETS_ONLY =
      Set.of(
          "AuditTest.java",
          "Crowd.java",
          "DelayedWireTest.java",
          "PgProxy.java",
          "PgProxyTest.java",
          "PinnedLauncher.java",
          "SilentWire.java",
          "Soak.java");

  @Test
  void onlyWhatWaitsForSocketsStartsVirtualThreads() throws IOException {
    Set<String> starting = new TreeSet<>();
    Set<String> withProcesses = new TreeSet<>();
    for (Path source : sources()) {
      String text = Files.readString(source, UTF_8);
      if (STARTED.matcher(text).find()) {
        starting.add(source.getFileName().toString());
        if (PROCESS.matcher(text).find()) {
          withProcesses.add(source.toString());
        }
      }
    }
    assertThat(starting).isEqualTo(SOCKETS_ONLY);
    assertThat(withProcesses).isEmpty();
  }

  private static Iterable<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Command.ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/"))
          .filter(file -> !file.endsWith("VirtualThreadsTest.java"))
          .toList();
    }
  }
}
