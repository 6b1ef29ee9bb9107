package dev.interlock.hold;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /holds`: sets money aside for one destination, or refuses with a reason.
public final class HoldHandler extends ApiHandler {

  private static final HoldStatement STATEMENT = new HoldStatement();

  /// What Lambda calls.
  public HoldHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// What tests call.
  public HoldHandler(StatementRunner statements) {
    super(HoldCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    HoldCommand command = HoldCommand.of(request.write());
    return decide(STATEMENT, command, invocation, HoldVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return """
    {"from": "00000000-0000-4000-8000-000000000000", "to": "00000000-0000-4000-8000-000000000001",
     "amount": 1, "currency": "EUR", "reference": "rehearsal",
     "expiresAt": "2001-01-01T00:00:00Z"}
    """;
  }
}
