package dev.interlock.client;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The answer to an accepted `Settlement`.
public record SettlementReceipt(JsonObject body) implements Receipt {
  public UUID id() {
    return body.uuid("id");
  }

  public UUID hold() {
    return body.uuid("hold");
  }

  public UUID from() {
    return body.uuid("from");
  }

  public UUID to() {
    return body.uuid("to");
  }

  /// What was taken.
  public long amountMinor() {
    return body.number("amount");
  }

  /// What the source can spend again.
  public long releasedMinor() {
    return body.number("released");
  }

  public String currency() {
    return body.text("currency");
  }

  public Optional<String> reference() {
    return body.optionalText("reference");
  }

  /// The balance of the destination after the settlement.
  public long toBalanceMinor() {
    return body.number("toBalance");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
