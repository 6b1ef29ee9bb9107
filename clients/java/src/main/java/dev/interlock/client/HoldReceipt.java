package dev.interlock.client;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The answer to an accepted `Hold`.
public record HoldReceipt(JsonObject body) implements Receipt {
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

  /// What the source can still spend after the hold.
  public long fromAvailableMinor() {
    return body.number("fromAvailable");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
