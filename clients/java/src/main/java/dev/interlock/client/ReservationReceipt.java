package dev.interlock.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The answer to an accepted `StockReservation`.
public record ReservationReceipt(JsonObject body) implements Receipt {

  /// What was reserved of an SKU, and what is still available of it.
  public record Reserved(String sku, long quantity, long available) {}

  public UUID id() {
    return body.uuid("id");
  }

  public UUID location() {
    return body.uuid("location");
  }

  /// By SKU, each once.
  public List<Reserved> lines() {
    return body.objects("lines").stream()
        .map(line ->
            new Reserved(line.text("sku"), line.number("quantity"), line.number("available")))
        .toList();
  }

  public Optional<String> reference() {
    return body.optionalText("reference");
  }

  public Instant expiresAt() {
    return body.instant("expiresAt");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
