package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stack that was idle answers as fast as before. It used to hang: each idle function pinned a
/// carrier of the virtual threads, and spare carriers end after 30 s without work.
@Order(2)
class IdleStackTest {
  private static final Duration REST = Duration.ofSeconds(40);
  private static final Duration FIRST_ANSWER_MAX = Duration.ofSeconds(60);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);
  private static final int TRANSFERS_AT_ONCE = 8;
  private static final int FUNCTIONS = 6;

  @TempDir Path folder;

  /// Both stacks are idle at the same time.
  @Test
  void idleStackAnswersAndStopsImmediately() throws Exception {
    try (Running one = Running.withProcessors(1, folder);
        Running two = Running.withProcessors(2, folder)) {
      one.command.awaitReady();
      two.command.awaitReady();
      one.callEveryFunction(FIRST_ANSWER_MAX);
      two.callEveryFunction(FIRST_ANSWER_MAX);
      Thread.sleep(REST);
      one.callEveryFunction(ANSWER_MAX);
      two.callEveryFunction(ANSWER_MAX);
      one.stop();
      two.stop();
    }
  }

  /// A stack whose JVM sees a given number of processors.
  private record Running(CommandProcess command, HttpClient http, String url, Path data)
      implements AutoCloseable {

    /// Starts it, and does not wait until it is ready.
    static Running withProcessors(int count, Path folder) throws Exception {
      StackPlace place = StackPlace.in(folder.resolve("processors-" + count));
      CommandProcess command =
          CommandProcess.ofRepository(
              List.of("JDK_JAVA_OPTIONS=-XX:ActiveProcessorCount=" + count),
              place.start("--environments", "2"));
      return new Running(command, HttpClient.newHttpClient(), place.url(), place.data());
    }

    void callEveryFunction(Duration atMost) {
      List<CompletableFuture<Integer>> transfers = new ArrayList<>();
      for (int number = 0; number < TRANSFERS_AT_ONCE; number++) {
        transfers.add(sending(atMost, "/transfers", TRANSFER));
      }
      assertThat(transfers.stream().map(CompletableFuture::join)).containsOnly(201);
      String account = "/accounts/a0000000-0000-4000-8000-000000000001";
      String location = "b0000000-0000-4000-8000-000000000001";
      assertThat(reading(atMost, account)).isEqualTo(200);
      assertThat(sending(atMost, "/stock-decrements", DECREMENT).join()).isEqualTo(201);
      assertThat(reading(atMost, "/stock/" + location + "/TEA-100")).isEqualTo(200);
      // A second call of this test sends a stale version.
      assertThat(sending(atMost, "/permission-changes", CHANGE).join()).isIn(201, 412);
      assertThat(reading(atMost, "/resources/" + location + "/permissions")).isEqualTo(200);
      assertThat(reading(atMost, "/nothing")).isEqualTo(404);
      assertThat(command.descendants().stream().filter(Running::isJvm))
          .hasSizeGreaterThanOrEqualTo(FUNCTIONS);
    }

    private static final String TRANSFER =
        """
        {"from": "a0000000-0000-4000-8000-000000000001",
         "to": "a0000000-0000-4000-8000-000000000002", "amount": 1, "currency": "EUR"}
        """;

    private static final String DECREMENT =
        """
        {"location": "b0000000-0000-4000-8000-000000000001",
         "lines": [{"sku": "TEA-100", "quantity": 1}]}
        """;

    private static final String CHANGE =
        """
        {"resource": "b0000000-0000-4000-8000-000000000001", "principal": "carol",
         "role": "viewer"}
        """;

    private String token() {
      try {
        return Tokens.of(data.resolve("issuer.pem"), url).valid();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    private static boolean isJvm(ProcessHandle process) {
      return process.info().command().orElse("").endsWith("java");
    }

    private int reading(Duration atMost, String path) {
      return status(request(atMost, path).build()).join();
    }

    private CompletableFuture<Integer> sending(Duration atMost, String path, String body) {
      return status(
          request(atMost, path)
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .header("If-Match", "\"0\"")
              .POST(BodyPublishers.ofString(body, UTF_8))
              .build());
    }

    private HttpRequest.Builder request(Duration atMost, String path) {
      return HttpRequest.newBuilder(URI.create(url + path))
          .timeout(atMost)
          .header("Authorization", "Bearer " + token());
    }

    /// The status of the answer; 0 if there was none in time.
    private CompletableFuture<Integer> status(HttpRequest request) {
      return http.sendAsync(request, BodyHandlers.discarding())
          .handle((answer, failure) -> failure == null ? answer.statusCode() : 0);
    }

    void stop() throws InterruptedException {
      List<ProcessHandle> children = command.descendants();
      command.process.destroy();
      assertThat(command.exit(STOP_MAX)).isZero();
      assertThat(children.stream().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Override
    public void close() throws IOException {
      http.shutdownNow();
      command.close();
    }
  }
}
