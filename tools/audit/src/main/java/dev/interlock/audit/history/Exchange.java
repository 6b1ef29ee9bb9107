package dev.interlock.audit.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.interlock.audit.operation.Operation;
import java.time.Instant;
import java.util.Optional;

/// One request of a caller, and the answer if one came.
///
/// @param caller the token's subject
/// @param key of a write
/// @param ifMatch the header of a permission change, quotes included
/// @param request the body of a write, the path of a read
/// @param sentAt before the first byte was sent
/// @param answer empty when none came, so that the outcome is unknown
public record Exchange(
    Operation operation,
    String caller,
    Optional<String> key,
    Optional<String> ifMatch,
    String request,
    Instant sentAt,
    Optional<Answer> answer) {

  /// An answer that a caller received.
  ///
  /// @param at after the last byte was read
  /// @param replayed whether `Idempotency-Replayed` said so
  public record Answer(
      Instant at, int status, boolean replayed, Optional<String> etag, String body) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TYPE = "urn:interlock:";

    /// The name of the service's problem that it reports; empty when it reports none.
    public String problem() {
      try {
        return problem(JSON.readTree(body));
      } catch (JsonProcessingException notJson) {
        return "";
      }
    }

    /// The name of the service's problem that a body reports; empty when it reports none.
    public static String problem(JsonNode body) {
      String type = body.path("type").asText();
      return type.startsWith(TYPE) ? type.substring(TYPE.length()) : "";
    }
  }
}
