package dev.interlock.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Who has which role at an account or location: all of one version.
///
/// @param kind `account` or `location`
/// @param etag what a `PermissionChange` is based on
public record ResourcePermissions(
    UUID resource, String kind, long aclVersion, String etag, List<HeldRole> roles) {

  public ResourcePermissions {
    roles = List.copyOf(roles);
  }

  /// A role that a principal has.
  public record HeldRole(String principal, String role, Optional<Instant> expiresAt) {
    static HeldRole of(JsonObject item) {
      return new HeldRole(
          item.text("principal"), item.text("role"), item.optionalInstant("expiresAt"));
    }
  }
}
