package dev.interlock.stockdecrement;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /stock-decrements`: takes stock out of a location, all lines or none, or refuses with a
/// reason.
public final class StockDecrementHandler extends ApiHandler {

  private static final StockDecrementStatement STATEMENT = new StockDecrementStatement();

  /// What Lambda calls.
  public StockDecrementHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// What tests call.
  public StockDecrementHandler(StatementRunner statements) {
    super(StockDecrementCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    StockDecrementCommand command = StockDecrementCommand.of(request.write());
    return decide(STATEMENT, command, invocation, StockDecrementVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return """
    {"location": "00000000-0000-4000-8000-000000000000",
     "lines": [{"sku": "REHEARSAL", "quantity": 1}], "reference": "rehearsal"}
    """;
  }
}
