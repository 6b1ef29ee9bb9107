package dev.interlock.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long a function takes from nothing to its first answer out of the database.
///
/// It prints and asserts nothing of the figures: they are of this machine, and of this moment.
class StartUpTest {

  private static final int RUNS = 7;
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @Test
  void printsTheTimeFromSpawnToFirstAnswer() throws Exception {
    byte[] event = Files.readAllBytes(REPOSITORY.resolve("events/transfer/accepted.json"));
    List<Duration> cpu = new ArrayList<>();
    List<Duration> wall = new ArrayList<>();
    try (LocalFunctions functions = LocalFunctions.startFresh(REPOSITORY)) {
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        String answer = new String(functions.invoker().invoke("TransferFunction", event), UTF_8);
        wall.add(Duration.ofNanos(System.nanoTime() - start));
        assertThat(answer).contains("\"statusCode\":201");
        ProcessHandle environment = environment();
        cpu.add(environment.info().totalCpuDuration().orElseThrow());
        // The next run finds it gone and starts another.
        environment.destroyForcibly();
        environment.onExit().join();
      }
    }
    System.out.printf(
        "start-up of TransferFunction, spawn to first answer, median of %d: %d ms CPU, %d ms"
            + " wall%n",
        RUNS, median(cpu).toMillis(), median(wall).toMillis());
  }

  private static ProcessHandle environment() {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("TransferHandler"))
        .findFirst()
        .orElseThrow();
  }

  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }
}
