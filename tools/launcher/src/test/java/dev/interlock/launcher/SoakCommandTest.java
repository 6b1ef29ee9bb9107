package dev.interlock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.database.InstalledPgBouncer;
import dev.interlock.soak.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A short soak with every kind of fault. Longer ones are run by hand, with `./interlock soak`.
@Execution(ExecutionMode.CONCURRENT)
@Order(1)
class SoakCommandTest {
  private static final String SEED = "5";

  /// Faults that are rare, or sometimes have no effect and are then not counted. A short soak on a
  /// slow machine may count none of them.
  private static final EnumSet<Fault> MAY_BE_MISSING =
      EnumSet.of(
          Fault.BLACK_HOLE,
          Fault.CONNECTIONS_EXHAUSTED,
          Fault.BACKEND_CANCELED,
          Fault.QUEUED_CALL_TERMINATED,
          Fault.QUEUED_CALL_CANCELED);

  @TempDir private Path folder;

  @Test
  void moneyStockAndOwnershipSurviveEveryKindOfFault() throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("soak", "--seed", SEED, "--minutes", "1.5", "--clients", "3"));
    arguments.addAll(List.of("--environments", "2", "--report", folder.toString()));
    EnumSet<Fault> mayBeMissing = EnumSet.copyOf(MAY_BE_MISSING);
    if (InstalledPgBouncer.isInstalled()) {
      arguments.addAll(List.of("--pooler", "transaction"));
    } else {
      System.err.println("soak without a pooler: PgBouncer is not installed");
      mayBeMissing.add(Fault.POOLER_KILLED);
    }
    try (CommandProcess soak = CommandProcess.ofRepository(arguments.toArray(String[]::new))) {
      assertThat(soak.exit(Duration.ofMinutes(8))).as(soak.out() + soak.err()).isZero();
    }

    JsonNode report = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    assertThat(folder.resolve("README.md")).isNotEmptyFile();
    assertThat(folder.resolve("data")).doesNotExist();
    assertThat(EnumSet.complementOf(mayBeMissing))
        .allSatisfy(fault ->
            assertThat(report.at("/faults/" + fault).asLong()).as(fault.toString()).isPositive());
  }
}
