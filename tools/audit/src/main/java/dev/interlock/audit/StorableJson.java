package dev.interlock.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// JSON without what jsonb cannot store: the character 0 is replaced, and a number that is not a
/// long becomes a string, so that it equals no number.
final class StorableJson {

  // A long has up to 19 digits, and every integer of 18 fits.
  private static final int DIGITS_SURELY_LONG = 18;

  private StorableJson() {}

  /// The text of a node that was read from `source`, or derived from what is in there.
  static String text(JsonNode node, String source) {
    return (surelyStorable(source) ? node : storable(node)).toString();
  }

  /// Whether a JSON text has no escapes and no numbers but integers of a few digits: then jsonb can
  /// store all of it, which spares a walk through the nodes.
  private static boolean surelyStorable(String text) {
    boolean quoted = false;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      boolean digit = !quoted && each >= '0' && each <= '9';
      boolean fraction = digits > 0 && (each == '.' || each == 'e' || each == 'E');
      digits = digit ? digits + 1 : 0;
      if (each == '\\' || fraction || digits > DIGITS_SURELY_LONG) {
        return false;
      }
      quoted ^= each == '"';
    }
    return true;
  }

  static JsonNode storable(JsonNode node) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (node.isObject()) {
      ObjectNode members = make.objectNode();
      node.properties()
          .forEach(each -> members.set(storable(each.getKey()), storable(each.getValue())));
      return members;
    }
    if (node.isArray()) {
      ArrayNode elements = make.arrayNode();
      node.forEach(each -> elements.add(storable(each)));
      return elements;
    }
    boolean whole = node.isIntegralNumber() && node.canConvertToLong();
    boolean text = node.isTextual() || (node.isNumber() && !whole);
    return text ? make.textNode(storable(node.asText())) : node;
  }

  static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
