package dev.interlock.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An answer of the API, as it came.
///
/// @param headers their names are lower-case
public record ApiAnswer(int status, Map<String, List<String>> headers, String body) {

  public ApiAnswer {
    headers = Map.copyOf(headers);
  }

  /// The body, if it is a JSON object.
  public Optional<JsonObject> json() {
    return JsonObject.parse(body);
  }

  /// The problem that a function reports. An error without one came from API Gateway.
  public Optional<ReportedProblem> problem() {
    return json().flatMap(ReportedProblem::in);
  }

  /// Whether it is the stored answer to an earlier request with the same key.
  public boolean replayed() {
    return header("idempotency-replayed").isPresent();
  }

  public Optional<String> etag() {
    return header("etag");
  }

  /// How long to wait at least; empty if the header is absent, or not in seconds.
  public Optional<Duration> retryAfter() {
    return header("retry-after")
        .filter(seconds -> seconds.matches("[0-9]{1,9}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }
}
