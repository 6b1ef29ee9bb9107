package dev.interlock.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The current state of a stock reservation.
public record ReservationState(JsonObject body) {

  /// What is reserved of an SKU, and what the settlement took of it; empty unless settled.
  public record ReservedLine(String sku, long quantity, Optional<Long> taken) {}

  public UUID id() {
    return body.uuid("id");
  }

  public UUID location() {
    return body.uuid("location");
  }

  /// By SKU, each once.
  public List<ReservedLine> lines() {
    return body.objects("lines").stream()
        .map(line ->
            new ReservedLine(
                line.text("sku"), line.number("quantity"), line.optionalNumber("taken")))
        .toList();
  }

  public Optional<String> reference() {
    return body.optionalText("reference");
  }

  public Instant expiresAt() {
    return body.instant("expiresAt");
  }

  /// `open`, `settled` or `expired`.
  public String state() {
    return body.text("state");
  }

  /// Empty unless settled.
  public Optional<Instant> settledAt() {
    return body.optionalInstant("settledAt");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
