package dev.interlock.stockdecrement;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.ConditionalWrites;
import dev.interlock.write.Decision;

/// `POST /stock-decrements`: takes stock out of a location, every line or none, or says why not.
public final class StockDecrementHandler extends ApiHandler {

  /// What Lambda calls.
  public StockDecrementHandler() {
    this(new ConditionalWrites(Database.of(System.getenv())));
  }

  /// What tests call.
  public StockDecrementHandler(ConditionalWrites writes) {
    super(StockDecrementCommand.OPERATION, writes);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    StockDecrementCommand command = StockDecrementCommand.of(request.write());
    Decision<StockDecrementVerdict> decision =
        writes.decide(new StockDecrementStatement(command), invocation.attempts());
    invocation.decided(decision);
    return decision.mark(decision.verdict().answer(command));
  }

  @Override
  protected String sampleBody() {
    return """
    {"location": "00000000-0000-4000-8000-000000000000",
     "lines": [{"sku": "REHEARSAL", "quantity": 1}], "reference": "rehearsal"}
    """;
  }
}
