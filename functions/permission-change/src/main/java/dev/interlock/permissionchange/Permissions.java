package dev.interlock.permissionchange;

import dev.interlock.api.Timestamps;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A page of the live grants of a resource at one version.
///
/// @param more whether more grants follow
record Permissions(UUID resource, String kind, long aclVersion, List<Grant> grants, boolean more) {

  record Grant(String principal, String role, Optional<Instant> expiresAt) {

    private Map<String, Object> body() {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("principal", principal);
      body.put("role", role);
      expiresAt.ifPresent(at -> body.put("expiresAt", Timestamps.rfc3339(at)));
      return body;
    }
  }

  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("resource", resource.toString());
    body.put("kind", kind);
    body.put("aclVersion", aclVersion);
    body.put("permissions", grants.stream().map(Grant::body).toList());
    if (more) {
      body.put("next", grants.getLast().principal());
    }
    return body;
  }
}
