package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.secrets.StubbedSecretsServer;
import dev.interlock.testkit.servers.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Measures the time to a function's first answer from the database: from a cold start, with and
/// without a secret, and from the restore of a snapshot.
///
/// It prints the figures and asserts none, because they depend on the machine and its load.
@Tag("soak")
class StartUpTest {

  private static final int RUNS = 7;

  private record Cost(Duration cpu, Duration wall) {}

  private final TestDatabase database = TestDatabase.create();
  private final StubbedSecretsServer secrets = new StubbedSecretsServer();
  private RuntimeClient client;

  @BeforeEach
  void unpack(@TempDir Path folder) throws IOException {
    client = RuntimeClient.unpack(Path.of("target/lambda-runtime").toAbsolutePath(), folder);
  }

  @AfterEach
  void end() {
    secrets.close();
  }

  @Test
  void printsTheTimeToTheFirstAnswer() throws Exception {
    String arn =
        secrets.create(
            "database", "{\"username\": \"%s\", \"password\": \"any\"}".formatted(database.role()));
    Map<String, String> password = database.environment();
    Map<String, String> secret = secrets.environment(database, arn);
    Map<String, String> snapshot = new LinkedHashMap<>(secret);
    snapshot.keySet().removeIf(name -> name.startsWith("AWS_"));
    snapshot.putAll(secrets.environmentUnderSnapStart());
    snapshot.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

    List<Cost> withPassword = new ArrayList<>();
    List<Cost> withSecret = new ArrayList<>();
    List<Cost> restored = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      withPassword.add(cold(password));
      withSecret.add(cold(secret));
      restored.add(restored(snapshot));
    }
    print("with a password, spawn to first answer", withPassword);
    print("with a secret, spawn to first answer", withSecret);
    print("with a secret, restore to first answer", restored);
  }

  private Cost cold(Map<String, String> variables) throws Exception {
    long start = System.nanoTime();
    try (ExecutionEnvironment environment =
        ExecutionEnvironment.start(TransferFunction.with(variables), client, line -> {})) {
      answer(environment);
      return new Cost(cpu(environment), Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private Cost restored(Map<String, String> variables) throws Exception {
    CompletableFuture<Void> restore = new CompletableFuture<>();
    try (ExecutionEnvironment environment =
        ExecutionEnvironment.start(TransferFunction.with(variables), client, line -> {}, restore)) {
      environment.awaitSnapshot();
      Duration before = cpu(environment);
      long start = System.nanoTime();
      restore.complete(null);
      answer(environment);
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      return new Cost(cpu(environment).minus(before), wall);
    }
  }

  private static void answer(ExecutionEnvironment environment) throws FunctionFailedException {
    environment.awaitInitialized();
    byte[] answer = environment.invoke(TransferFunction.event("accepted")).orElseThrow();
    assertThat(new String(answer, UTF_8)).contains("\"statusCode\":201");
  }

  private static Duration cpu(ExecutionEnvironment environment) {
    return ProcessHandle.of(environment.process().pid())
        .orElseThrow()
        .info()
        .totalCpuDuration()
        .orElseThrow();
  }

  private static void print(String what, List<Cost> costs) {
    System.out.printf(
        "start-up of TransferFunction %s, median of %d: %d ms CPU, %d ms wall%n",
        what,
        costs.size(),
        median(costs.stream().map(Cost::cpu).toList()),
        median(costs.stream().map(Cost::wall).toList()));
  }

  private static long median(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2).toMillis();
  }
}
