package dev.interlock.stockreservation;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /reservation-settlements`: takes what was reserved, or a part, or refuses with a reason.
public final class ReservationSettlementHandler extends ApiHandler {

  private static final ReservationSettlementStatement STATEMENT =
      new ReservationSettlementStatement();

  /// What Lambda calls.
  public ReservationSettlementHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// What tests call.
  public ReservationSettlementHandler(StatementRunner statements) {
    super(ReservationSettlementCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    ReservationSettlementCommand command = ReservationSettlementCommand.of(request.write());
    return decide(STATEMENT, command, invocation, ReservationSettlementVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return """
    {"reservation": "00000000-0000-4000-8000-000000000000",
     "lines": [{"sku": "REHEARSAL", "quantity": 1}], "reference": "rehearsal"}
    """;
  }
}
