package dev.interlock.local.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.Set;

/// What an exchange told its caller.
///
/// @param name the problem's type without `urn:interlock:`; `status-500` where there is none,
///   `no-answer`, `accepted`
public record Outcome(Kind kind, String name) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String URN = "urn:interlock:";
  private static final Set<String> NOTHING_WRITTEN = Set.of("contention", "database-unavailable");

  /// What the caller knows now.
  public enum Kind {
    /// It is done.
    ACCEPTED,
    /// It was refused, for good under this key.
    REFUSED,
    /// Nothing was written by this call: the same again, later.
    NOT_YET,
    /// It may be done, or not.
    UNKNOWN
  }

  /// Reads the answer to a request; none says nothing of what happened.
  public static Outcome of(Optional<Exchange.Answer> answer) {
    return answer.map(Outcome::of).orElse(new Outcome(Kind.UNKNOWN, "no-answer"));
  }

  /// Whether there is nothing to send again for.
  public boolean answered() {
    return switch (kind) {
      case ACCEPTED, REFUSED -> true;
      case NOT_YET, UNKNOWN -> false;
    };
  }

  private static Outcome of(Exchange.Answer answer) {
    if (answer.status() / 100 == 2) {
      return new Outcome(Kind.ACCEPTED, "accepted");
    }
    String name = name(answer);
    if (answer.status() == 429 || name.equals("request-in-progress")) {
      return new Outcome(Kind.NOT_YET, name);
    }
    if (answer.status() < 500) {
      return new Outcome(Kind.REFUSED, name);
    }
    return new Outcome(NOTHING_WRITTEN.contains(name) ? Kind.NOT_YET : Kind.UNKNOWN, name);
  }

  private static String name(Exchange.Answer answer) {
    String type;
    try {
      type = JSON.readTree(answer.body()).path("type").asText();
    } catch (JsonProcessingException notJson) {
      type = "";
    }
    return type.startsWith(URN) ? type.substring(URN.length()) : "status-" + answer.status();
  }
}
