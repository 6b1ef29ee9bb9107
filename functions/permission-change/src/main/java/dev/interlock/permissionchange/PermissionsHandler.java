package dev.interlock.permissionchange;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.api.Caller;
import dev.interlock.api.EntityTag;
import dev.interlock.api.QueryMembers;
import dev.interlock.api.Violations;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// `GET /resources/{id}/permissions`: the roles on a resource, and the version to change them from.
public final class PermissionsHandler extends ApiHandler {

  private static final long LIMIT_MAX = 1000;

  /// What Lambda calls.
  public PermissionsHandler() {
    this(new StatementRunner(Database.forReads(System.getenv())));
  }

  /// What tests call.
  public PermissionsHandler(StatementRunner statements) {
    super("permissions", statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    Optional<Permissions> permissions = statements.read(query(request), invocation.attempts());
    Map<String, String> headers =
        permissions.map(p -> Map.of("ETag", EntityTag.of(p.aclVersion()))).orElse(Map.of());
    return found(permissions.map(Permissions::body), headers, invocation);
  }

  private static PermissionsQuery query(ApiRequest request) {
    UUID resource = request.pathUuid("id");
    Violations violations = new Violations();
    QueryMembers query = request.query(violations);
    String after = query.matching("after", "", Caller.SUBJECT, "1-128 visible ASCII characters");
    long limit = query.integer("limit", LIMIT_MAX, 1, LIMIT_MAX);
    violations.refuseIfAny();
    return new PermissionsQuery(resource, request.caller(), after, (int) limit);
  }
}
