package dev.interlock.local.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.local.history.Exchange;
import java.util.Set;

/// What an answer means to the one who asked.
enum Heard {
  /// It happened, once.
  ACCEPTED,
  /// It did not, and asking again does not help.
  REFUSED,
  /// It did not this time: the same request may be sent again.
  NOT_WRITTEN,
  /// It may have happened: the same request must be sent again.
  UNKNOWN;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "urn:interlock:";
  private static final Set<String> NOTHING_WRITTEN = Set.of("contention", "database-unavailable");

  static Heard of(Exchange.Answer answer) {
    int status = answer.status();
    if (status < 300) {
      return ACCEPTED;
    }
    if (status == 429) {
      return NOT_WRITTEN;
    }
    String problem = problem(answer.body());
    if (status >= 500) {
      return NOTHING_WRITTEN.contains(problem) ? NOT_WRITTEN : UNKNOWN;
    }
    // The other delivery of the same request may be about to write.
    return problem.equals("request-in-progress") ? UNKNOWN : REFUSED;
  }

  /// Whether there is nothing more to be asked.
  boolean isDefinite() {
    return this == ACCEPTED || this == REFUSED;
  }

  static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String problem(String body) {
    String type = json(body).path("type").asText();
    return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "";
  }
}
