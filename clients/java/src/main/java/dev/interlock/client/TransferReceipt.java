package dev.interlock.client;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The answer to an accepted `Transfer`.
public record TransferReceipt(JsonObject body) implements Receipt {
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

  /// The balance of the source after the transfer.
  public long fromBalanceMinor() {
    return body.number("fromBalance");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
