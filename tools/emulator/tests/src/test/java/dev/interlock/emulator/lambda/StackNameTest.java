package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Without its name in them, stacks of one account and region would share metrics and alarms.
class StackNameTest {

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;

  @Test
  void functionNamesItsStackInEveryMetric() throws Exception {
    logLineOf(Map.of("STACK_NAME", "interlock-dev"));
    assertThat(log)
        .filteredOn(line -> line.contains("CloudWatchMetrics"))
        .singleElement()
        .asString()
        .contains("\"stack\":\"interlock-dev\"")
        .contains("[[\"stack\",\"operation\"]]", "[[\"stack\",\"operation\",\"outcome\"]]")
        .doesNotContain("[[\"operation\"");
  }

  /// The template's variable, as the emulator resolves it.
  @Test
  void stackOfThisMachineIsLocal() throws Exception {
    logLineOf(Map.of());
    assertThat(log).anyMatch(line -> line.contains("\"stack\":\"local\""));
  }

  /// A call without a caller, which needs no database.
  private void logLineOf(Map<String, String> stack) throws Exception {
    Map<String, String> variables = new HashMap<>(stack);
    variables.put("DATABASE_USER", "anyone");
    variables.put("DATABASE_PASSWORD", "any");
    RuntimeClient client =
        RuntimeClient.unpack(Path.of("target/lambda-runtime").toAbsolutePath(), folder);
    try (ExecutionEnvironment environment =
        ExecutionEnvironment.start(TransferFunction.with(variables), client, log::add)) {
      environment.awaitInitialized();
      byte[] answer = environment.invoke("{}".getBytes(UTF_8)).orElseThrow();
      assertThat(new String(answer, UTF_8)).contains("\"statusCode\":401");
      Awaitility.await()
          .until(() -> log.stream().anyMatch(line -> line.contains("CloudWatchMetrics")));
    }
  }
}
