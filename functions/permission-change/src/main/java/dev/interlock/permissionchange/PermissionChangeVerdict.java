package dev.interlock.permissionchange;

import dev.interlock.api.ApiResponse;
import dev.interlock.api.EntityTag;
import dev.interlock.api.Problem;
import dev.interlock.api.Timestamps;
import dev.interlock.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The outcome of a permission change.
sealed interface PermissionChangeVerdict {

  /// Answers the caller.
  default ApiResponse answer(PermissionChangeCommand command) {
    return switch (this) {
      case Accepted accepted ->
          ApiResponse.json(
              201, accepted.body(command), Map.of("ETag", EntityTag.of(accepted.aclVersion())));
      case Refusal refusal -> ApiResponse.problem(refusal.problem());
      case VersionMismatch mismatch -> ApiResponse.problem(mismatch.problem());
    };
  }

  /// The permissions were written.
  ///
  /// @param aclVersion the version that this change made
  record Accepted(UUID id, String previousRole, long aclVersion, Instant createdAt)
      implements PermissionChangeVerdict {

    static Accepted of(Json.Obj detail, Instant decidedAt) {
      return new Accepted(
          UUID.fromString(detail.text("id")),
          detail.text("previousRole"),
          detail.integer("aclVersion"),
          decidedAt);
    }

    private Map<String, Object> body(PermissionChangeCommand command) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id.toString());
      body.put("resource", command.resource().toString());
      body.put("principal", command.principal());
      body.put("role", command.role());
      body.put("previousRole", previousRole);
      command.expiresAt().ifPresent(at -> body.put("expiresAt", Timestamps.rfc3339(at)));
      body.put("aclVersion", aclVersion);
      body.put("createdAt", Timestamps.rfc3339(createdAt));
      return body;
    }
  }

  /// Only the refusal itself was written. In the contract's order of precedence.
  enum Refusal implements PermissionChangeVerdict {
    RESOURCE_NOT_FOUND,
    ROLE_INSUFFICIENT,
    EXPIRY_PAST,
    LAST_OWNER;

    private Problem problem() {
      return switch (this) {
        case RESOURCE_NOT_FOUND -> Problem.notFound(Map.of("pointer", "/resource"));
        case ROLE_INSUFFICIENT -> Problem.roleInsufficient();
        case EXPIRY_PAST ->
            Problem.kept("expiry-past", 409, "Expiry past", "expiresAt is in the past.");
        case LAST_OWNER ->
            Problem.kept(
                "last-owner",
                409,
                "Last owner",
                "A resource must always have an owner. Appoint another one first.");
      };
    }
  }

  /// The permissions have changed since the caller read them.
  record VersionMismatch(long aclVersion) implements PermissionChangeVerdict {

    private Problem problem() {
      return Problem.kept(
              "version-mismatch",
              412,
              "Version mismatch",
              "The permissions have changed since that version.")
          .with(Map.of("aclVersion", aclVersion));
    }
  }
}
