package dev.interlock.typescript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.awaitility.Awaitility;

/// `./interlock start` in its own process.
final class LocalStack implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(90);

  private final Process process;
  private final Path data;
  private final int port;
  private final int databasePort;

  private LocalStack(Path folder, String corsOrigins) throws IOException {
    data = folder.resolve("data");
    port = FreePort.choose();
    databasePort = FreePort.choose();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dinterlock.root=" + Npm.ROOT,
            "-Dinterlock.template=template.yaml",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.interlock.launcher.Interlock",
            "start",
            "--data=" + data,
            "--port=" + port,
            "--database-port=" + databasePort,
            "--cors-origins=" + corsOrigins);
    builder.environment().keySet().removeIf(name -> name.startsWith("INTERLOCK_"));
    Path out = folder.resolve("stack.out");
    Path err = folder.resolve("stack.err");
    process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    Awaitility.await()
        .atMost(START_MAX)
        .failFast(() -> assertThat(process.isAlive()).as(Files.readString(err)).isTrue())
        .until(() -> Files.readString(out, UTF_8).contains("\nready http://"));
  }

  /// Starts it with its demo data.
  static LocalStack start(Path folder, String corsOrigins) throws IOException {
    return new LocalStack(folder, corsOrigins);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  String token(String caller) throws IOException {
    return TokenIssuer.of(DataFolder.issuerKey(data)).token(url(), caller, Duration.ofHours(1));
  }

  /// A connection of the tables' owner.
  Connection owner() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + databasePort + "/interlock", "interlock", "interlock");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
