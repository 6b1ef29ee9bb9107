package dev.interlock.hold;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /settlements`: takes what was held, or a part of it, and releases the rest, or refuses
/// with a reason.
public final class SettlementHandler extends ApiHandler {

  private static final SettlementStatement STATEMENT = new SettlementStatement();

  /// What Lambda calls.
  public SettlementHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// What tests call.
  public SettlementHandler(StatementRunner statements) {
    super(SettlementCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    SettlementCommand command = SettlementCommand.of(request.write());
    return decide(STATEMENT, command, invocation, SettlementVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return """
    {"hold": "00000000-0000-4000-8000-000000000000", "amount": 1, "reference": "rehearsal"}
    """;
  }
}
