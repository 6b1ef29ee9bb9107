package dev.interlock.transfer;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /transfers`: moves money between two accounts, or refuses with a reason.
public final class TransferHandler extends ApiHandler {

  private static final TransferStatement STATEMENT = new TransferStatement();

  /// What Lambda calls.
  public TransferHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// What tests call.
  public TransferHandler(StatementRunner statements) {
    super(TransferCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    TransferCommand command = TransferCommand.of(request.write());
    return decide(STATEMENT, command, invocation, TransferVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return """
    {"from": "00000000-0000-4000-8000-000000000000", "to": "00000000-0000-4000-8000-000000000001",
     "amount": 1, "currency": "EUR", "reference": "rehearsal"}
    """;
  }
}
