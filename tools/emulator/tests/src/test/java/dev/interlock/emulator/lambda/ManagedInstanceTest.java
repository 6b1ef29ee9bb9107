package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.template.Template;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An environment with many concurrent invocations, as on Lambda Managed Instances: AWS's runtime
/// client calls one handler object from as many threads.
class ManagedInstanceTest {

  private static final int AT_ONCE = 8;
  private static final int CALLS = 200;
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final TestDatabase database = TestDatabase.create();

  @TempDir Path folder;

  @Test
  void threadsOfOneHandlerShareNothingButThePool() throws Exception {
    RuntimeClient client = RuntimeClient.unpack(TARGET.resolve("lambda-runtime"), folder);
    try (ExecutionEnvironment environment =
            ExecutionEnvironment.start(function(), client, line -> log.add(ofTheFunction(line)));
        ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
      environment.awaitInitialized();
      List<Future<byte[]>> answers =
          IntStream.range(0, CALLS)
              .mapToObj(i -> callers.submit(() -> environment.invoke(transfer(i)).orElseThrow()))
              .toList();
      for (Future<byte[]> answer : answers) {
        assertThat(new String(answer.get(), UTF_8)).contains("\"statusCode\":201");
      }
      assertThat(new Backends(database).count()).as("connections").isBetween(2L, (long) AT_ONCE);
    }
    assertThat(database.number("SELECT balance FROM account WHERE id::text LIKE '%01'"))
        .isEqualTo(100_000 - CALLS);
    Invariants.assertHold(database);
    assertThat(log).hasSize(CALLS).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(log.stream().map(line -> member(line, "requestId")).distinct()).hasSize(CALLS);
    assertThat(log.stream().map(line -> member(line, "traceId")).distinct())
        .as("each line has its own call's trace")
        .hasSize(CALLS);
    assertThat(log).filteredOn(line -> line.contains("\"coldStart\":true")).hasSize(1);
  }

  // The runtime client reports the number of its threads, without a line break.
  private static String ofTheFunction(String line) {
    return line.replace("Starting " + AT_ONCE + " concurrent function handler threads.", "");
  }

  private static byte[] transfer(int call) {
    return Event.post("/transfers")
        .caller("alice")
        .key("call-" + call)
        .body(
            """
            {"from": "a0000000-0000-4000-8000-000000000001",
             "to": "a0000000-0000-4000-8000-000000000002", "amount": 1, "currency": "EUR"}
            """)
        .json()
        .getBytes(UTF_8);
  }

  private Template.Function function() {
    Map<String, String> environment = new LinkedHashMap<>(database.environment());
    environment.put("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(AT_ONCE));
    return TransferFunction.with(environment);
  }

  private static String member(String line, String name) {
    String start = "\"" + name + "\":\"";
    int from = line.indexOf(start) + start.length();
    return line.substring(from, line.indexOf('"', from));
  }
}
