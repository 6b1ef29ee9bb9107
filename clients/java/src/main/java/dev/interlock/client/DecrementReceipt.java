package dev.interlock.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The answer to an accepted `StockDecrement`.
public record DecrementReceipt(JsonObject body) implements Receipt {

  /// What was taken of an SKU, and what is left of it.
  public record Taken(String sku, long quantity, long onHand) {}

  public UUID id() {
    return body.uuid("id");
  }

  public UUID location() {
    return body.uuid("location");
  }

  /// By SKU, each once.
  public List<Taken> lines() {
    return body.objects("lines").stream()
        .map(line -> new Taken(line.text("sku"), line.number("quantity"), line.number("onHand")))
        .toList();
  }

  public Optional<String> reference() {
    return body.optionalText("reference");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
