package dev.interlock.client;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The current state of a hold.
public record HoldState(JsonObject body) {
  public UUID id() {
    return body.uuid("id");
  }

  public UUID from() {
    return body.uuid("from");
  }

  public UUID to() {
    return body.uuid("to");
  }

  public long amountMinor() {
    return body.number("amount");
  }

  public String currency() {
    return body.text("currency");
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

  /// What the settlement took; empty unless settled.
  public Optional<Long> capturedMinor() {
    return body.optionalNumber("captured");
  }

  /// Empty unless settled.
  public Optional<Instant> settledAt() {
    return body.optionalInstant("settledAt");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
