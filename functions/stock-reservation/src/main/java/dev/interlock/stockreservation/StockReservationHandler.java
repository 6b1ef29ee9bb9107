package dev.interlock.stockreservation;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /stock-reservations`: sets stock of a location aside, all lines or none, or refuses with a
/// reason.
public final class StockReservationHandler extends ApiHandler {

  private static final StockReservationStatement STATEMENT = new StockReservationStatement();

  /// What Lambda calls.
  public StockReservationHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// What tests call.
  public StockReservationHandler(StatementRunner statements) {
    super(StockReservationCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    StockReservationCommand command = StockReservationCommand.of(request.write());
    return decide(STATEMENT, command, invocation, StockReservationVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return """
    {"location": "00000000-0000-4000-8000-000000000000",
     "lines": [{"sku": "REHEARSAL", "quantity": 1}], "reference": "rehearsal",
     "expiresAt": "2001-01-01T00:00:00Z"}
    """;
  }
}
