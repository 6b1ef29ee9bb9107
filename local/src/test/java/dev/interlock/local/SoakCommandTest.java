package dev.interlock.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.local.soak.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A short plan with every kind of fault in it. The longer ones are `./interlock soak`'s.
@Execution(ExecutionMode.CONCURRENT)
class SoakCommandTest {
  private static final String SEED = "5";

  /// Rare, or of no effect at times, in which case they are not counted: of a short plan on a slow
  /// machine none of them may be left.
  private static final EnumSet<Fault> MAY_BE_MISSING =
      EnumSet.of(Fault.BLACK_HOLE, Fault.CONNECTIONS_EXHAUSTED, Fault.BACKEND_CANCELED);

  @TempDir private Path folder;

  @Test
  void moneyStockAndOwnershipSurviveEveryKindOfFault() throws Exception {
    try (Command soak =
        Command.ofRepository(
            "soak",
            "--seed",
            SEED,
            "--minutes",
            "1.5",
            "--clients",
            "3",
            "--environments",
            "2",
            "--pooler",
            "transaction",
            "--report",
            folder.toString())) {
      assertThat(soak.exit(Duration.ofMinutes(8))).as(soak.out() + soak.err()).isZero();
    }

    JsonNode report = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    assertThat(folder.resolve("README.md")).isNotEmptyFile();
    assertThat(folder.resolve("data")).doesNotExist();
    assertThat(EnumSet.complementOf(MAY_BE_MISSING))
        .allSatisfy(fault ->
            assertThat(report.at("/faults/" + fault).asLong()).as(fault.toString()).isPositive());
  }
}
