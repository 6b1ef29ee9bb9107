package dev.interlock.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Gives a principal a role at an account or location, or takes it away.
///
/// @param basedOn the `etag` of the permissions that the decision is based on: if they have changed
///   since, the change is refused
/// @param role `owner`, `operator`, `viewer`, or `none`
/// @param expiresAt only with `operator` or `viewer`
public record PermissionChange(
    UUID resource, String basedOn, String principal, String role, Optional<Instant> expiresAt)
    implements CommandRequest<ChangeReceipt> {
  static final String PATH = "/permission-changes";

  public PermissionChange(ResourcePermissions basedOn, String principal, String role) {
    this(basedOn.resource(), basedOn.etag(), principal, role, Optional.empty());
  }

  public PermissionChange until(Instant expiry) {
    return new PermissionChange(resource, basedOn, principal, role, Optional.of(expiry));
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public Optional<String> ifMatch() {
    return Optional.of(basedOn);
  }

  @Override
  public JsonObject body() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("resource", resource.toString());
    members.put("principal", principal);
    members.put("role", role);
    members.put("expiresAt", expiresAt.map(Timestamp::text).orElse(null));
    return JsonObject.of(members);
  }

  @Override
  public ChangeReceipt receipt(JsonObject answer) {
    return new ChangeReceipt(answer);
  }
}
