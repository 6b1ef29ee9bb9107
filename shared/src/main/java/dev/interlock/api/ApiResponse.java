package dev.interlock.api;

import dev.interlock.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer in API Gateway's payload format 2.0.
public record ApiResponse(int status, Map<String, String> headers, String body) {

  /// The largest answer that Lambda accepts, in the form that [#writeTo] writes.
  public static final int BYTES_MAX = 6_291_556;

  // A character of the body takes at most 7 bytes, because it may be escaped twice.
  private static final int CHARACTERS_SURELY_FIT = BYTES_MAX / 8;

  /// An answer that Lambda accepts.
  ///
  /// @throws IllegalStateException when it is too large: Lambda would answer with its own 500
  public ApiResponse {
    if (body.length() > CHARACTERS_SURELY_FIT) {
      int bytes = payload(status, headers, body).length;
      if (bytes > BYTES_MAX) {
        throw new IllegalStateException("an answer of " + bytes + " bytes");
      }
    }
  }

  /// An answer with a JSON body and further headers.
  public static ApiResponse json(int status, Map<String, ?> body, Map<String, String> headers) {
    return of(status, "application/json", body, headers);
  }

  /// An answer with a JSON body.
  public static ApiResponse json(int status, Map<String, ?> body) {
    return json(status, body, Map.of());
  }

  /// A refusal.
  public static ApiResponse problem(Problem problem) {
    return of(problem.status(), "application/problem+json", problem.document(), problem.headers());
  }

  private static ApiResponse of(
      int status, String mediaType, Map<String, ?> body, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Content-Type", mediaType);
    // Balances and verdicts are for one caller, at one moment.
    all.put("Cache-Control", "no-store");
    all.putAll(headers);
    return new ApiResponse(status, all, JsonText.of(body));
  }

  /// The same answer, marked as a replay.
  public ApiResponse replayed() {
    Map<String, String> marked = new LinkedHashMap<>(headers);
    marked.put("Idempotency-Replayed", "true");
    return new ApiResponse(status, marked, body);
  }

  /// Writes what API Gateway turns into the HTTP response.
  public void writeTo(OutputStream output) throws IOException {
    output.write(payload(status, headers, body));
  }

  private static byte[] payload(int status, Map<String, String> headers, String body) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("statusCode", status);
    response.put("headers", headers);
    response.put("body", body);
    response.put("isBase64Encoded", false);
    return JsonText.of(response).getBytes(StandardCharsets.UTF_8);
  }
}
