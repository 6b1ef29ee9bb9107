package dev.interlock.stockreservation;

import dev.interlock.api.Members;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The lines of a request: the quantity of each SKU, in byte order. Lines of the same SKU are added
/// up.
final class Lines {

  private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int LINES_MAX = 100;
  private static final long QUANTITY_MAX = 1_000_000_000;

  private Lines() {}

  /// Reads `lines`, of which there must be at least this many.
  static SortedMap<String, Long> of(Members body, int linesMin) {
    // SKUs are ASCII, so the natural order of strings is their byte order.
    SortedMap<String, Long> quantities = new TreeMap<>();
    body.objects("lines", linesMin, LINES_MAX, line -> add(line, quantities));
    return quantities;
  }

  // Summed first: two lines of the same SKU must not each see the whole stock.
  private static void add(Members line, SortedMap<String, Long> quantities) {
    String sku =
        line.matching(
            "sku",
            SKU,
            "1-64 characters out of A-Z a-z 0-9 . _ - that begin with a letter or digit");
    long quantity = line.integer("quantity", 1, QUANTITY_MAX);
    line.noOthers();
    quantities.merge(sku, quantity, Long::sum);
  }

  /// Adds the lines to the parts of a fingerprint.
  static void addTo(List<String> parts, SortedMap<String, Long> lines) {
    lines.forEach((sku, quantity) -> {
      parts.add(sku);
      parts.add(Long.toString(quantity));
    });
  }

  static Array skus(SortedMap<String, Long> lines, PreparedStatement statement)
      throws SQLException {
    return statement.getConnection().createArrayOf("text", lines.keySet().toArray());
  }

  static Array quantities(SortedMap<String, Long> lines, PreparedStatement statement)
      throws SQLException {
    return statement.getConnection().createArrayOf("bigint", lines.values().toArray());
  }
}
