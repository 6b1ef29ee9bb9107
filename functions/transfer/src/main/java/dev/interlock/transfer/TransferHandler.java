package dev.interlock.transfer;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.ConditionalWrites;
import dev.interlock.write.Decision;

/// `POST /transfers`: moves money between two accounts, or says why not.
public final class TransferHandler extends ApiHandler {

  /// What Lambda calls.
  public TransferHandler() {
    this(new ConditionalWrites(Database.of(System.getenv())));
  }

  /// What tests call.
  public TransferHandler(ConditionalWrites writes) {
    super(TransferCommand.OPERATION, writes);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    TransferCommand command = TransferCommand.of(request.write());
    Decision<TransferVerdict> decision =
        writes.decide(new TransferStatement(command), invocation.attempts());
    invocation.decided(decision);
    return decision.mark(decision.verdict().answer(command));
  }

  @Override
  protected String sampleBody() {
    return """
    {"from": "00000000-0000-4000-8000-000000000000", "to": "00000000-0000-4000-8000-000000000001",
     "amount": 1, "currency": "EUR", "reference": "rehearsal"}
    """;
  }
}
