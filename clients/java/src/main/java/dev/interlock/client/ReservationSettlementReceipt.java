package dev.interlock.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The answer to an accepted `ReservationSettlement`.
public record ReservationSettlementReceipt(JsonObject body) implements Receipt {

  /// What was taken of an SKU, what was released, and what is left of it.
  public record Settled(String sku, long quantity, long released, long onHand) {}

  public UUID id() {
    return body.uuid("id");
  }

  public UUID reservation() {
    return body.uuid("reservation");
  }

  public UUID location() {
    return body.uuid("location");
  }

  /// Every line of the reservation, by SKU.
  public List<Settled> lines() {
    return body.objects("lines").stream()
        .map(line ->
            new Settled(
                line.text("sku"),
                line.number("quantity"),
                line.number("released"),
                line.number("onHand")))
        .toList();
  }

  public Optional<String> reference() {
    return body.optionalText("reference");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
