package dev.interlock.soak.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryWriter;
import dev.interlock.audit.operation.Operations;
import dev.interlock.soak.Fault;
import dev.interlock.soak.FaultEvent;
import dev.interlock.soak.FaultWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
class SoakReportSoakTest {
  private static final int REQUESTS = 1_000_000;
  private static final int FAULTS = 20_000;
  private static final Instant BEGUN = Instant.parse("2026-11-22T18:00:00Z");
  // The history is three times as large as text, and more than ten times as objects.
  private static final String HEAP = "-Xmx96m";

  @TempDir private Path folder;

  @Test
  @Timeout(300)
  void aMillionRequestsNeedLittleMemory() throws Exception {
    writeHours();

    Process report =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                Reporting.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();

    assertThat(report.waitFor()).as("exit code").isZero();
    JsonNode totals =
        new ObjectMapper().readTree(folder.resolve("report.json").toFile()).get("totals");
    assertThat(totals.get("requests").asInt()).isEqualTo(REQUESTS);
    assertThat(totals.get("accepted").asInt()).isEqualTo(REQUESTS);
    assertThat(totals.get("faultedRequests").asInt()).isEqualTo(FAULTS);
    assertThat(folder.toFile().listFiles((in, name) -> name.endsWith(".svg")))
        .hasSize(3)
        .allSatisfy((File plot) -> assertThat(plot.length()).isLessThan(300_000));
  }

  /// About five and a half hours, fifty requests a second.
  private void writeHours() throws IOException {
    List<Fault> kinds = List.of(Fault.values());
    try (HistoryWriter history = HistoryWriter.to(folder.resolve(SoakReport.HISTORY));
        FaultWriter faults = FaultWriter.to(folder.resolve(SoakReport.FAULTS))) {
      for (int i = 0; i < REQUESTS; i++) {
        Instant sentAt = BEGUN.plusMillis(20L * i);
        Optional<String> key = Optional.of("key-of-a-request-" + i);
        history.write(
            new Exchange(
                Operations.TRANSFER,
                "caller-" + i % 100,
                key,
                Optional.empty(),
                "{\"from\":\"a\",\"to\":\"b\",\"amount\":1,\"currency\":\"EUR\"}",
                sentAt,
                Optional.of(
                    new Exchange.Answer(
                        sentAt.plusMillis(3 + i % 50), 201, false, Optional.empty(), "{}"))));
        if (i % (REQUESTS / FAULTS) == 0) {
          Fault kind = kinds.get(i / (REQUESTS / FAULTS) % kinds.size());
          faults.write(new FaultEvent(kind, sentAt, Duration.ZERO, key, "transfer"));
        }
      }
    }
  }

  /// Writes the report in a separate JVM.
  static final class Reporting {
    private Reporting() {}

    public static void main(String[] arguments) throws IOException {
      Setup setup = new Setup(1, Duration.ofHours(5), 16, "./interlock soak", Map.of());
      SoakReport.write(Path.of(arguments[0]), setup, SoakReportTest.held());
    }
  }
}
