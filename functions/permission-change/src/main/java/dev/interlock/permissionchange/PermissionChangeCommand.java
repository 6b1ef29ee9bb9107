package dev.interlock.permissionchange;

import dev.interlock.api.Caller;
import dev.interlock.api.EntityTag;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Problem;
import dev.interlock.api.RefusedException;
import dev.interlock.api.Timestamps;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Give a principal this role on a resource, if the permissions are still at this version; exists
/// only when well-formed.
///
/// @param aclVersion the version that the caller has seen, from `If-Match`
record PermissionChangeCommand(
    Caller caller,
    IdempotencyKey key,
    UUID resource,
    String principal,
    String role,
    Optional<Instant> expiresAt,
    long aclVersion)
    implements Command {

  static final String OPERATION = "permission-change";

  private static final Pattern ROLE = Pattern.compile("owner|operator|viewer|none");

  /// Checks a request against the contract.
  ///
  /// @throws RefusedException with every violation at once; if there are none, for a missing
  ///   `If-Match`
  static PermissionChangeCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID resource = body.uuid("resource");
    String principal = body.matching("principal", Caller.SUBJECT, "1-128 visible ASCII characters");
    String role = body.matching("role", ROLE, "owner, operator, viewer or none");
    Optional<Instant> expiresAt = body.optionalTime("expiresAt");
    body.noOthers();
    boolean roleNeverExpires = role.equals("owner") || role.equals("none");
    if (roleNeverExpires && body.has("expiresAt") && !violations.has("/expiresAt")) {
      violations.add("/expiresAt", "is allowed only with operator or viewer");
    }
    Optional<Long> aclVersion = EntityTag.version(request.ifMatch(), violations);
    violations.refuseIfAny();
    return new PermissionChangeCommand(
        request.caller(),
        request.key(),
        resource,
        principal,
        role,
        expiresAt,
        aclVersion.orElseThrow(() -> new RefusedException(Problem.preconditionRequired())));
  }

  @Override
  public CommandIdentity identity() {
    byte[] fingerprint =
        Fingerprint.of(
            resource.toString(),
            principal,
            role,
            expiresAt.map(Timestamps::rfc3339).orElse(""),
            Long.toString(aclVersion));
    return new CommandIdentity(caller.subject(), OPERATION, key.value(), fingerprint);
  }
}
