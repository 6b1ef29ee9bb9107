package dev.interlock.permissionchange;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /permission-changes`: grants, changes or revokes a role, or refuses with a reason.
public final class PermissionChangeHandler extends ApiHandler {

  private static final PermissionChangeStatement STATEMENT = new PermissionChangeStatement();

  /// What Lambda calls.
  public PermissionChangeHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// What tests call.
  public PermissionChangeHandler(StatementRunner statements) {
    super(PermissionChangeCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    PermissionChangeCommand command = PermissionChangeCommand.of(request.write());
    return decide(STATEMENT, command, invocation, PermissionChangeVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return """
    {"resource": "00000000-0000-4000-8000-000000000000", "principal": "rehearsal",
     "role": "viewer", "expiresAt": "2100-01-01T00:00:00Z"}
    """;
  }
}
