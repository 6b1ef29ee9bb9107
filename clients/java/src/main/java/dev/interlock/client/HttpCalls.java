package dev.interlock.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends single requests.
final class HttpCalls {
  private final String url;
  // It follows no redirect, because a token must not go elsewhere.
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpCalls(URI api) {
    this.url = api.toString().replaceFirst("/+$", "");
  }

  /// Sends it once.
  Attempt send(ApiCall call, int number, String token, Duration atMost)
      throws InterruptedException {
    HttpRequest request = request(call, token);
    Instant sentAt = Instant.now();
    CompletableFuture<HttpResponse<String>> response =
        http.sendAsync(request, BodyHandlers.ofString(UTF_8));
    Optional<ApiAnswer> answer = Optional.empty();
    Optional<Throwable> failure = Optional.empty();
    try {
      // The timeout of a request ends with the headers of its answer; this one includes the body.
      answer = Optional.of(answer(response.get(atMost.toNanos(), TimeUnit.NANOSECONDS)));
    } catch (ExecutionException e) {
      failure = Optional.of(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      failure = Optional.of(e);
    } finally {
      // Closes the connection if the answer is not complete.
      response.cancel(true);
    }
    return new Attempt(call, number, sentAt, Instant.now(), answer, failure);
  }

  private HttpRequest request(ApiCall call, String token) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url + call.path()))
            .header("Authorization", "Bearer " + token);
    call.command()
        .ifPresent(command -> {
          builder
              .header("Idempotency-Key", command.key())
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(command.body(), UTF_8));
          command.ifMatch().ifPresent(version -> builder.header("If-Match", version));
        });
    return builder.build();
  }

  private static ApiAnswer answer(HttpResponse<String> response) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return new ApiAnswer(response.statusCode(), headers, response.body());
  }
}
