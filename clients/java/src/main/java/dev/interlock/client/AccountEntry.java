package dev.interlock.client;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An entry of an account's journal.
public record AccountEntry(JsonObject body) {
  public long version() {
    return body.number("version");
  }

  /// The transfer that made the entry; empty if a hold, a settlement or the back office made it.
  public Optional<UUID> transfer() {
    return body.optionalUuid("transfer");
  }

  /// The hold that was placed or settled.
  public Optional<UUID> hold() {
    return body.optionalUuid("hold");
  }

  /// The settlement that made the entry.
  public Optional<UUID> settlement() {
    return body.optionalUuid("settlement");
  }

  /// By how much the entry changed what is held; empty if it did not.
  public Optional<Long> heldMinor() {
    return body.optionalNumber("held");
  }

  /// Negative if money left the account; 0 for a hold.
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
