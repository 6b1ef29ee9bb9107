package dev.interlock.examples.unitdraw;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /unit-draws`: takes a quantity of what is left, or refuses with a reason.
public final class UnitDrawHandler extends ApiHandler {

  private static final UnitDrawStatement STATEMENT = new UnitDrawStatement();

  /// Called by Lambda.
  public UnitDrawHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// Called by tests.
  public UnitDrawHandler(StatementRunner statements) {
    super(UnitDrawCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    UnitDrawCommand command = UnitDrawCommand.of(request.write());
    return decide(STATEMENT, command, invocation, UnitDrawVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return """
    {"resource": "00000000-0000-4000-8000-000000000000", "quantity": 1}
    """;
  }
}
