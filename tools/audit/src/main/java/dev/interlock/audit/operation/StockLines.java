package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Lines of stock: an SKU and a quantity each.
final class StockLines {

  /// A regular expression for an SKU in jsonb.
  static final String SKU = "\"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\"";

  /// A regular expression for a jsonb object of quantities by SKU.
  static final String QUANTITIES = "[{]LINE(, LINE)*}".replace("LINE", SKU + ": [0-9]+");

  private StockLines() {}

  /// The quantities of a request by SKU. Lines of one SKU count together.
  static ObjectNode summed(JsonNode requested) {
    ObjectNode lines = JsonNodeFactory.instance.objectNode();
    for (JsonNode line : requested) {
      String sku = RequestMembers.text(line.path("sku"));
      long quantity = RequestMembers.integer(line.path("quantity"));
      lines.put(sku, sum(lines.path(sku).longValue(), quantity));
    }
    return lines;
  }

  private static long sum(long quantity, long more) {
    try {
      return Math.addExact(quantity, more);
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException(overflow);
    }
  }
}
