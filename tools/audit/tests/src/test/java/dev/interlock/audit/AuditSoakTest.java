package dev.interlock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.audit.seal.SealFile;
import dev.interlock.audit.seal.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
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

  /// In place of a file that is not used.
  private static final String NONE = "none";

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
    assertThat(auditInSmallHeap(Duration.ofMinutes(1), NONE, NONE)).isZero();
  }

  @Test
  @Order(2)
  void sealingThemTakesLessThanAMinuteMore() throws Exception {
    assertThat(auditInSmallHeap(Duration.ofMinutes(2), NONE, seal())).isZero();
  }

  @Test
  @Order(3)
  void comparingThemWithTheSealTakesLessThanAMinuteMore() throws Exception {
    assertThat(auditInSmallHeap(Duration.ofMinutes(2), NONE, seal())).isZero();
    System.out.println("the seal has " + Files.size(Path.of(seal())) + " bytes");
  }

  @Test
  @Order(4)
  void withAMillionExchangesTheyTakeLessThanThreeMinutes() throws Exception {
    String history = folder.resolve("history.jsonl").toString();

    assertThat(auditInSmallHeap(Duration.ofMinutes(3), history, NONE)).isZero();
  }

  @Test
  @Order(5)
  void withAMillionExchangesAndASealTheyTakeLessThanFourMinutes() throws Exception {
    String history = folder.resolve("history.jsonl").toString();

    assertThat(auditInSmallHeap(Duration.ofMinutes(4), history, seal())).isZero();
  }

  @Test
  @Order(6)
  void aMillionOffencesAreCountedInASmallHeap() throws Exception {
    server.run("million", "UPDATE account_entry SET created_at = created_at + INTERVAL '1 hour'");
    server.run("million", "UPDATE account_entry SET balance_after = -1");

    assertThat(auditInSmallHeap(Duration.ofMinutes(5), NONE, seal())).isOne();
  }

  private static String seal() {
    return folder.resolve("seal.json").toString();
  }

  private static int auditInSmallHeap(Duration timeMax, String history, String seal)
      throws Exception {
    Path output = folder.resolve("output");
    long started = System.nanoTime();
    Process audit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                server.url("million"),
                history,
                seal)
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
      AuditSettings settings = AuditSettings.DEFAULT;
      SealFile file = SealFile.at(Path.of(arguments[2]));
      if (!arguments[2].equals(NONE)) {
        settings = settings.withSealing(new Sealing(file.read()));
      }
      try (Connection connection = DriverManager.getConnection(arguments[0])) {
        AuditReport report =
            arguments[1].equals(NONE)
                ? Audit.run(connection, settings)
                : Audit.run(connection, settings, Path.of(arguments[1]));
        report.print(System.out);
        if (report.seal().isPresent()) {
          file.write(report.seal().get());
        }
        System.out.println(peakMemory());
        System.exit(report.passed() ? 0 : 1);
      }
    }

    private static String peakMemory() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .findFirst()
          .orElseThrow();
    }
  }
}
