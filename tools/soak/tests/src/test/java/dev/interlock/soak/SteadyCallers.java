package dev.interlock.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.lambda.FunctionFailedException;
import dev.interlock.testkit.calls.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Callers that transfer 1 without pause, each sending one key until it has its answer.
final class SteadyCallers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int COUNT = 4;

  private final FaultedStack stack;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> inVain = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean over;

  SteadyCallers(FaultedStack stack) {
    this.stack = stack;
    for (int caller = 0; caller < COUNT; caller++) {
      String name = "caller-" + caller;
      threads.execute(() -> call(name));
    }
  }

  private void call(String name) {
    try {
      for (int number = 0; !over; number++) {
        String key = name + "." + number;
        answers.put(key, answerTo(key));
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      failure.compareAndSet(null, e);
    }
  }

  /// Sends a key until it is answered.
  String answerTo(String key) throws IOException {
    while (true) {
      JsonNode answer;
      try {
        answer = JSON.readTree(stack.functions.invoke(FaultedStack.ID, transfer(key)));
      } catch (FunctionFailedException e) {
        count(e.reason().toString());
        continue;
      }
      String body = answer.get("body").asText();
      if (answer.get("statusCode").asInt() == 201) {
        return body;
      }
      count(JSON.readTree(body).get("type").asText());
    }
  }

  private void count(String why) {
    inVain.computeIfAbsent(why, _ -> new AtomicInteger()).incrementAndGet();
  }

  private static byte[] transfer(String key) {
    return Event.post("/transfers")
        .caller("alice")
        .key(key)
        .body(
            """
            {"from": "a0000000-0000-4000-8000-000000000001",
             "to": "a0000000-0000-4000-8000-000000000002", "amount": 1, "currency": "EUR"}
            """)
        .json()
        .getBytes(UTF_8);
  }

  /// Returns once this many more have been answered.
  void awaitAnswered(int more) {
    int goal = answers.size() + more;
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .failFast(() -> assertThat(failure.get()).isNull())
        .until(() -> answers.size() >= goal);
  }

  /// Why keys had to be sent again, and how often.
  Map<String, AtomicInteger> inVain() {
    return inVain;
  }

  /// Every answer, by its key.
  Map<String, String> answers() {
    return answers;
  }

  /// Waits for the calls in flight.
  @Override
  public void close() {
    over = true;
    threads.close();
    assertThat(failure.get()).isNull();
  }
}
