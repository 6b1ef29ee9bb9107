package dev.interlock.examples.seats;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /seat-bookings`: books a seat once, or refuses with a reason.
public final class SeatBookingHandler extends ApiHandler {

  private static final SeatBookingStatement STATEMENT = new SeatBookingStatement();

  /// Called by Lambda.
  public SeatBookingHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// Called by tests.
  public SeatBookingHandler(StatementRunner statements) {
    super(SeatBookingCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    SeatBookingCommand command = SeatBookingCommand.of(request.write());
    return decide(STATEMENT, command, invocation, SeatBookingVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return """
    {"show": "00000000-0000-4000-8000-000000000000", "seat": "A1"}
    """;
  }
}
