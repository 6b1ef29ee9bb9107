package dev.interlock.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes stock out of a location, all lines or none.
public record StockDecrement(UUID location, List<Line> lines, Optional<String> reference)
    implements CommandRequest<DecrementReceipt> {
  static final String PATH = "/stock-decrements";

  /// How much of an SKU.
  public record Line(String sku, long quantity) {
    JsonObject json() {
      return JsonObject.of(Map.of("sku", sku, "quantity", quantity));
    }
  }

  public StockDecrement {
    lines = List.copyOf(lines);
  }

  public StockDecrement(UUID location, Line... lines) {
    this(location, List.of(lines), Optional.empty());
  }

  public StockDecrement withReference(String text) {
    return new StockDecrement(location, lines, Optional.of(text));
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public JsonObject body() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("location", location.toString());
    members.put("lines", lines.stream().map(Line::json).toList());
    members.put("reference", reference.orElse(null));
    return JsonObject.of(members);
  }

  @Override
  public DecrementReceipt receipt(JsonObject answer) {
    return new DecrementReceipt(answer);
  }
}
