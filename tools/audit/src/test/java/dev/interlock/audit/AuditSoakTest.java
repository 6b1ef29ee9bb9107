package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A million account entries, an exchange for each, and a million offending rows, in a heap too
/// small for any of them.
@Tag("soak")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditSoakTest {

  private static final ValidHistory MILLION = new ValidHistory(1_000, 500_000, 20, 5_000, 5_000);

  private static AuditServer server;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = AuditServer.start();
    server.create("million", AuditServer.EMPTY);
    try (Connection connection = server.connect("million")) {
      MILLION.write(connection);
      ValidExchanges.write(connection, folder.resolve("history.jsonl"));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  @Order(1)
  void aMillionEntriesTakeLessThanAMinute() throws Exception {
    assertThat(auditInSmallHeap(Duration.ofMinutes(1))).isZero();
  }

  @Test
  @Order(2)
  void withAMillionExchangesTheyTakeLessThanThreeMinutes() throws Exception {
    String history = folder.resolve("history.jsonl").toString();

    assertThat(auditInSmallHeap(Duration.ofMinutes(3), history)).isZero();
  }

  @Test
  @Order(3)
  void aMillionOffencesAreCountedInASmallHeap() throws Exception {
    server.run("million", "UPDATE account_entry SET created_at = created_at + INTERVAL '1 hour'");
    server.run("million", "UPDATE account_entry SET balance_after = -1");

    assertThat(auditInSmallHeap(Duration.ofMinutes(5))).isOne();
  }

  private static int auditInSmallHeap(Duration timeMax, String... history) throws Exception {
    Path output = folder.resolve("output");
    long started = System.nanoTime();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                server.url("million")));
    command.addAll(List.of(history));
    Process audit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(audit.waitFor(timeMax.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      audit.destroy();
    }
    System.out.print(Files.readString(output));
    System.out.println("took " + Duration.ofNanos(System.nanoTime() - started));
    return audit.exitValue();
  }

  /// Does what `./interlock audit` does, in a separate process.
  static final class SmallHeap {

    private SmallHeap() {}

    public static void main(String[] arguments) throws Exception {
      try (Connection connection = DriverManager.getConnection(arguments[0])) {
        AuditReport report =
            arguments.length == 1
                ? Audit.run(connection)
                : Audit.run(connection, Path.of(arguments[1]), Duration.ZERO);
        report.print(System.out);
        System.exit(report.passed() ? 0 : 1);
      }
    }
  }
}
