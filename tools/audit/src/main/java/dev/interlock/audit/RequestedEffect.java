package dev.interlock.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import dev.interlock.audit.history.Exchange;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The effect that a request asks for, in one spelling whichever the caller chose: letters of a
/// UUID, order and splitting of lines and digits of a time make no other command.
final class RequestedEffect {

  private static final Pattern UUID_TEXT =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern VERSION_TAG = Pattern.compile("\"(0|[1-9][0-9]{0,18})\"");

  private RequestedEffect() {}

  /// Empty when the request asks for nothing that could take effect.
  static Optional<JsonNode> of(Exchange exchange, JsonNode request) {
    try {
      return Optional.of(
          switch (exchange.operation()) {
            case "transfer" -> transfer(request);
            case "stock-decrement" -> decrement(request);
            case "permission-change" -> change(request, exchange.ifMatch().orElse(""));
            default -> throw new IllegalArgumentException("no write: " + exchange.operation());
          });
    } catch (IllegalArgumentException | ArithmeticException nothing) {
      return Optional.empty();
    }
  }

  private static JsonNode transfer(JsonNode request) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    asked.put("from", id(request.path("from")));
    asked.put("to", id(request.path("to")));
    asked.put("amount", integer(request.path("amount")));
    asked.put("currency", text(request.path("currency")));
    return withReference(asked, request);
  }

  private static JsonNode decrement(JsonNode request) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    asked.put("location", id(request.path("location")));
    ObjectNode lines = asked.putObject("lines");
    for (JsonNode line : request.path("lines")) {
      String sku = text(line.path("sku"));
      lines.put(sku, Math.addExact(lines.path(sku).longValue(), integer(line.path("quantity"))));
    }
    return withReference(asked, request);
  }

  private static JsonNode change(JsonNode request, String ifMatch) {
    ObjectNode asked = JsonNodeFactory.instance.objectNode();
    asked.put("resource", id(request.path("resource")));
    asked.put("principal", text(request.path("principal")));
    asked.put("role", text(request.path("role")));
    if (request.has("expiresAt")) {
      asked.put(
          "expiresAt",
          Timestamps.instantOf(text(request.path("expiresAt")))
              .map(Timestamps::rfc3339)
              .orElseThrow(IllegalArgumentException::new));
    }
    var version = VERSION_TAG.matcher(ifMatch);
    if (!version.matches()) {
      throw new IllegalArgumentException(ifMatch);
    }
    asked.put("aclVersion", Long.parseLong(version.group(1)));
    return asked;
  }

  private static JsonNode withReference(ObjectNode asked, JsonNode request) {
    if (request.has("reference")) {
      asked.put("reference", text(request.path("reference")));
    }
    return asked;
  }

  /// The id that a text names in its only form.
  static Optional<UUID> uuid(String text) {
    return UUID_TEXT.matcher(text).matches()
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private static String id(JsonNode value) {
    return uuid(text(value))
        .map(id -> id.toString().toLowerCase(Locale.ROOT))
        .orElseThrow(IllegalArgumentException::new);
  }

  private static long integer(JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("no integer");
    }
    return value.longValue();
  }

  private static String text(JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException("no text");
    }
    return value.textValue();
  }
}
