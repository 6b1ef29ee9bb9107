package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A command of `./interlock` in a separate process, with the tests' template.
final class CommandProcess implements AutoCloseable {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final String MAIN = Interlock.class.getName();

  /// The tests' template.
  static final Path TEMPLATE = ROOT.resolve("tools/emulator/target/test-classes/template.yaml");

  private static final Duration WAIT_MAX = Duration.ofSeconds(60);

  final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static CommandProcess run(String... arguments) throws IOException {
    return run(List.of(), arguments);
  }

  /// A command with the repository's template, and therefore its functions.
  static CommandProcess ofRepository(String... arguments) throws IOException {
    return ofRepository(List.of(), arguments);
  }

  /// @param environment `NAME=value`
  static CommandProcess ofRepository(List<String> environment, String... arguments)
      throws IOException {
    return start(MAIN, ROOT.resolve("template.yaml"), environment, arguments);
  }

  /// @param environment `NAME=value`
  static CommandProcess run(List<String> environment, String... arguments) throws IOException {
    return start(MAIN, TEMPLATE, environment, arguments);
  }

  /// A command in a JVM whose virtual threads never run, because their only carrier is pinned.
  static CommandProcess withoutFreeCarrier(String... arguments) throws IOException {
    String scheduler = "-Djdk.virtualThreadScheduler.";
    String options = scheduler + "parallelism=1 " + scheduler + "maxPoolSize=1";
    return start(
        PinnedLauncher.class.getName(),
        TEMPLATE,
        List.of("JDK_JAVA_OPTIONS=" + options),
        arguments);
  }

  private static CommandProcess start(
      String main, Path template, List<String> environment, String... arguments)
      throws IOException {
    Path out = Files.createTempFile("command", ".out");
    Path err = Files.createTempFile("command", ".err");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dinterlock.root=" + ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("INTERLOCK_"));
    builder.environment().put("INTERLOCK_TEMPLATE", template.toString());
    environment.forEach(
        each -> builder.environment().put(each.split("=", 2)[0], each.split("=", 2)[1]));
    return new CommandProcess(builder.start(), out, err);
  }

  /// Waits until the stack says that it is ready. One that does not is stopped.
  CommandProcess awaitReady() {
    try {
      Awaitility.await()
          .atMost(WAIT_MAX)
          .pollInterval(Duration.ofMillis(20))
          .failFast(() -> {
            if (!process.isAlive()) {
              throw new AssertionError("the stack ended: " + err());
            }
          })
          .until(() -> out().contains("\nready http://"));
      return this;
    } catch (RuntimeException | AssertionError late) {
      process.destroy();
      throw late;
    }
  }

  int exit() throws InterruptedException {
    return exit(WAIT_MAX);
  }

  int exit(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still runs");
    }
    return process.exitValue();
  }

  /// Asserts that the command was refused, on one line that contains the words.
  void assertRefused(String... words) throws IOException, InterruptedException {
    try (this) {
      assertThat(exit()).as(err()).isEqualTo(2);
      assertThat(err().lines())
          .singleElement()
          .asString()
          .startsWith("interlock: ")
          .contains(words);
      assertThat(out()).isEmpty();
    }
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /// All running descendants of this process.
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }
}
