package dev.interlock.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Sends requests to the HTTP API, and records each with its answer.
final class Callers implements AutoCloseable {
  /// API Gateway answers within 30 seconds in any case.
  static final Duration ANSWER_MAX = Duration.ofSeconds(35);

  private final String url;
  private final UnaryOperator<String> tokenOf;
  private final HistoryWriter history;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  /// @param tokenOf the token of a caller, which must outlast the run
  Callers(String url, UnaryOperator<String> tokenOf, HistoryWriter history) {
    this.url = url;
    this.tokenOf = tokenOf;
    this.history = history;
  }

  /// Sends it once. Empty if no answer came in time.
  Optional<Exchange.Answer> send(Call call, Duration atMost) throws InterruptedException {
    Instant sentAt = now();
    Optional<Exchange.Answer> answer = answer(call, atMost);
    try {
      history.write(
          new Exchange(
              call.operation(),
              call.caller(),
              call.key(),
              call.ifMatch(),
              call.key().isPresent() ? call.body() : call.path(),
              sentAt,
              answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer;
  }

  private Optional<Exchange.Answer> answer(Call call, Duration atMost) throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(httpRequest(call, atMost), BodyHandlers.ofString(UTF_8));
      return Optional.of(
          new Exchange.Answer(
              now(),
              response.statusCode(),
              response.headers().firstValue("Idempotency-Replayed").isPresent(),
              response.headers().firstValue("ETag"),
              response.body()));
    } catch (IOException e) {
      // Cut off or too late: either way the caller does not know the outcome.
      return Optional.empty();
    }
  }

  private HttpRequest httpRequest(Call call, Duration atMost) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url + call.path()))
            .timeout(atMost)
            .header("Authorization", "Bearer " + tokens.computeIfAbsent(call.caller(), tokenOf));
    call.ifMatch().ifPresent(version -> builder.header("If-Match", version));
    call.key()
        .ifPresent(key ->
            builder
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(call.body(), UTF_8)));
    return builder.build();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    http.close();
  }
}
