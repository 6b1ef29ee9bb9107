package dev.interlock.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.emulator.DataFolder;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// `./interlock start` in a separate process, with its demo data, from the launcher on the class
/// path.
public final class LocalStack implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Process process;
  private final Path data;
  private final int port;
  private final int databasePort;

  private LocalStack(Path folder, List<String> options) throws IOException {
    data = folder.resolve("data");
    port = FreePort.choose();
    databasePort = FreePort.choose();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dinterlock.root=" + root(),
            "-Dinterlock.template=template.yaml",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.interlock.launcher.Interlock",
            "start",
            "--data=" + data,
            "--port=" + port,
            "--database-port=" + databasePort);
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(command.stream(), options.stream()).toList());
    builder.environment().keySet().removeIf(name -> name.startsWith("INTERLOCK_"));
    Path out = folder.resolve("stack.out");
    Path err = folder.resolve("stack.err");
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    awaitReady(out, err);
  }

  /// Starts it, and returns when it is ready.
  ///
  /// @param options further ones of `./interlock start`
  public static LocalStack start(Path folder, String... options) throws IOException {
    return new LocalStack(folder, List.of(options));
  }

  private void awaitReady(Path out, Path err) throws IOException {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (!Files.readString(out, UTF_8).contains("\nready http://")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IOException("the stack did not start: " + Files.readString(err, UTF_8));
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        close();
        throw new IOException(e);
      }
    }
  }

  /// The folder of the project, above that of the module whose tests run.
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("template.yaml"))) {
      folder = Objects.requireNonNull(folder.getParent());
    }
    return folder;
  }

  /// Where the HTTP API is.
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /// A token for an hour.
  public String token(String caller) throws IOException {
    return TokenIssuer.of(DataFolder.issuerKey(data)).token(url(), caller, Duration.ofHours(1));
  }

  /// A connection of the tables' owner.
  public Connection owner() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + databasePort + "/interlock", "interlock", "interlock");
  }

  /// Stops its process where it is, with all connections open, or lets it go on.
  public void freeze(boolean frozen) throws IOException, InterruptedException {
    String signal = frozen ? "-STOP" : "-CONT";
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
