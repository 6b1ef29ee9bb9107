package dev.interlock.client;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An entry of an account's journal.
public record AccountEntry(JsonObject body) {
  public long version() {
    return body.number("version");
  }

  /// The transfer; empty if the back office made the entry.
  public Optional<UUID> transfer() {
    return body.optionalUuid("transfer");
  }

  /// Negative if money left the account.
  public long amountMinor() {
    return body.number("amount");
  }

  public long balanceAfterMinor() {
    return body.number("balanceAfter");
  }

  public Optional<String> reference() {
    return body.optionalText("reference");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
