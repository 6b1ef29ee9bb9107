package dev.interlock.permissionchange;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.ConditionalWrites;
import dev.interlock.write.Decision;

/// `POST /permission-changes`: gives, changes or takes a role, or says why not.
public final class PermissionChangeHandler extends ApiHandler {

  /// What Lambda calls.
  public PermissionChangeHandler() {
    this(new ConditionalWrites(Database.of(System.getenv())));
  }

  /// What tests call.
  public PermissionChangeHandler(ConditionalWrites writes) {
    super(PermissionChangeCommand.OPERATION, writes);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    PermissionChangeCommand command = PermissionChangeCommand.of(request.write());
    Decision<PermissionChangeVerdict> decision =
        writes.decide(new PermissionChangeStatement(command), invocation.attempts());
    invocation.decided(decision);
    return decision.mark(decision.verdict().answer(command));
  }

  @Override
  protected String sampleBody() {
    return """
    {"resource": "00000000-0000-4000-8000-000000000000", "principal": "rehearsal",
     "role": "viewer", "expiresAt": "2100-01-01T00:00:00Z"}
    """;
  }
}
