package dev.interlock.launcher.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.emulator.host.FreePort;
import dev.interlock.launcher.Interlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A copy of the repository with a running stack, for commands as a reader would paste them. Its
/// `./interlock` runs the classes under test, because the launcher's jar is built only after the
/// tests. It uses free ports in place of the documents' ports.
final class CopiedRepository implements AutoCloseable {

  private static final Pattern BUILT = Pattern.compile("/target/(lambda-runtime/)?[^/]*\\.jar$");
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration SCRIPT_MAX = Duration.ofSeconds(90);

  private final Path root;
  private final int port;
  private final int databasePort;
  private final Process stack;

  private CopiedRepository(Path root) throws IOException {
    this.root = root;
    port = FreePort.choose();
    databasePort = FreePort.choose();
    stack =
        process("./interlock", "start")
            .redirectError(root.resolve("start.err").toFile())
            .redirectOutput(root.resolve("start.out").toFile())
            .start();
  }

  static CopiedRepository start(Path folder) throws Exception {
    Path root = folder.resolve("repository");
    copy(root);
    CopiedRepository copy = new CopiedRepository(root);
    try {
      copy.awaitReady();
    } catch (RuntimeException late) {
      copy.close();
      throw late;
    }
    try (Connection owner = DriverManager.getConnection(copy.jdbcUrl(), "interlock", "interlock");
        Statement statement = owner.createStatement()) {
      statement.execute("CREATE DATABASE deployed");
    }
    return copy;
  }

  private void awaitReady() {
    Path out = root.resolve("start.out");
    Awaitility.await()
        .atMost(START_MAX)
        .failFast(() -> !stack.isAlive())
        .until(() -> Files.readString(out).contains("\nready http://127.0.0.1:" + port));
  }

  private static void copy(Path root) throws IOException {
    for (Path file : MarkdownPage.files().toList()) {
      copy(file, root);
    }
    // The build results that a stack needs: jars, and Lambda's runtime client.
    for (String modules : new String[] {"functions", "tools"}) {
      try (Stream<Path> built = Files.walk(MarkdownPage.ROOT.resolve(modules), 4)) {
        for (Path file : built.filter(CopiedRepository::isBuilt).toList()) {
          copy(MarkdownPage.ROOT.relativize(file), root);
        }
      }
    }
    String launcher =
        """
        #!/bin/sh
        exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dinterlock.root='%s' -cp '%s' %s "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                root,
                System.getProperty("java.class.path"),
                Interlock.class.getName());
    Path script = root.resolve("interlock");
    Files.writeString(script, launcher);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isBuilt(Path file) {
    return BUILT.matcher(file.toString()).find();
  }

  private static void copy(Path file, Path root) throws IOException {
    Path target = root.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(MarkdownPage.ROOT.resolve(file), target);
  }

  /// The output of a script, with the documents' ports.
  String run(String script) throws IOException, InterruptedException {
    Path out = root.resolve("script.out");
    Path err = root.resolve("script.err");
    String here =
        script
            .replace("127.0.0.1:3000", "127.0.0.1:" + port)
            .replace("127.0.0.1:54320", "127.0.0.1:" + databasePort)
            .replace("OWNER=postgresql://…", "OWNER=" + owner("interlock"));
    Process process =
        process("bash", "-c", here)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(SCRIPT_MAX.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still runs: " + script);
    }
    String output = Files.readString(out, UTF_8).replace("\r", "");
    if (process.exitValue() != 0) {
      throw new AssertionError(script + "\n" + output + "\n" + Files.readString(err, UTF_8));
    }
    return output.replace("127.0.0.1:" + port, "127.0.0.1:3000");
  }

  private ProcessBuilder process(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("INTERLOCK_"));
    builder.environment().put("INTERLOCK_PORT", Integer.toString(port));
    builder.environment().put("INTERLOCK_DATABASE_PORT", Integer.toString(databasePort));
    builder.environment().put("OWNER", owner("interlock"));
    builder.environment().put("OWNER_URL", owner("deployed"));
    return builder;
  }

  private String owner(String database) {
    return "postgresql://interlock:interlock@127.0.0.1:%d/%s".formatted(databasePort, database);
  }

  private String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/interlock".formatted(databasePort);
  }

  @Override
  public void close() {
    stack.destroy();
    stack.onExit().join();
  }
}
