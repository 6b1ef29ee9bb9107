package dev.interlock.stockreservation;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `GET /stock-reservations/{id}`: a reservation, and what became of it.
public final class StockReservationsHandler extends ApiHandler {

  /// What Lambda calls.
  public StockReservationsHandler() {
    this(new StatementRunner(Database.forReads(System.getenv())));
  }

  /// What tests call.
  public StockReservationsHandler(StatementRunner statements) {
    super("stock-reservations", statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    StockReservationQuery query =
        new StockReservationQuery(request.pathUuid("id"), request.caller());
    return found(statements.read(query, invocation.attempts()), invocation);
  }
}
