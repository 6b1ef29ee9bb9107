package dev.interlock.client;

import java.util.UUID;

/// The current state of an account.
public record AccountState(JsonObject body) {
  public UUID id() {
    return body.uuid("id");
  }

  public String currency() {
    return body.text("currency");
  }

  public long balanceMinor() {
    return body.number("balance");
  }

  /// What open holds set aside. Expired ones do not count.
  public long heldMinor() {
    return body.number("held");
  }

  /// What can be spent.
  public long availableMinor() {
    return body.number("available");
  }

  /// `open` or `closed`.
  public String status() {
    return body.text("status");
  }

  /// The number of entries of its journal.
  public long version() {
    return body.number("version");
  }
}
