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

  private final ConditionalWrites writes;

  /// What Lambda calls.
  public TransferHandler() {
    this(new ConditionalWrites(Database.of(System.getenv())));
  }

  /// What tests call.
  public TransferHandler(ConditionalWrites writes) {
    super(TransferCommand.OPERATION);
    this.writes = writes;
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    TransferCommand command = TransferCommand.of(request.write());
    Decision<TransferVerdict> decision =
        writes.decide(new TransferStatement(command), invocation.attempts());
    invocation.decided(decision);
    return decision.mark(decision.verdict().answer(command));
  }
}
