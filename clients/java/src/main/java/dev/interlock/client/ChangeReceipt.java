package dev.interlock.client;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The answer to an accepted `PermissionChange`.
public record ChangeReceipt(JsonObject body) implements Receipt {
  public UUID id() {
    return body.uuid("id");
  }

  public UUID resource() {
    return body.uuid("resource");
  }

  public String principal() {
    return body.text("principal");
  }

  public String role() {
    return body.text("role");
  }

  public String previousRole() {
    return body.text("previousRole");
  }

  public Optional<Instant> expiresAt() {
    return body.optionalInstant("expiresAt");
  }

  /// The version that the change made.
  public long aclVersion() {
    return body.number("aclVersion");
  }

  public Instant createdAt() {
    return body.instant("createdAt");
  }
}
