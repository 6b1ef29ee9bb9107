package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Reads the members of a request's body in the one spelling that journals have. Whatever the
/// service would reject throws IllegalArgumentException.
final class RequestMembers {

  private static final Pattern UUID_TEXT =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private RequestMembers() {}

  /// The UUID that a text of 36 characters names.
  static Optional<UUID> uuid(String text) {
    return UUID_TEXT.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  static String id(JsonNode value) {
    return uuid(text(value)).map(UUID::toString).orElseThrow(IllegalArgumentException::new);
  }

  static long integer(JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("not an integer");
    }
    return value.longValue();
  }

  static String text(JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException("not a string");
    }
    return value.textValue();
  }

  static String time(JsonNode value) {
    return Timestamps.instantOf(text(value))
        .map(Timestamps::rfc3339)
        .orElseThrow(IllegalArgumentException::new);
  }

  /// Copies the reference, if there is one.
  static JsonNode withReference(ObjectNode effect, JsonNode body) {
    if (body.has("reference")) {
      effect.put("reference", text(body.path("reference")));
    }
    return effect;
  }
}
