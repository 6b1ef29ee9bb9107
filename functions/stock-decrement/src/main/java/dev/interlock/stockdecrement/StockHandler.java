package dev.interlock.stockdecrement;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.api.Problem;
import dev.interlock.api.RefusedException;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;
import java.util.UUID;

/// `GET /stock/{location}/{sku}`: the stock of one SKU at a location.
public final class StockHandler extends ApiHandler {

  /// What Lambda calls.
  public StockHandler() {
    this(new StatementRunner(Database.forReads(System.getenv())));
  }

  /// What tests call.
  public StockHandler(StatementRunner statements) {
    super("stock", statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    UUID location = request.pathUuid("location");
    // Nothing has a malformed SKU.
    String sku =
        request
            .pathParameter("sku")
            .filter(StockDecrementCommand::isSku)
            .orElseThrow(() -> new RefusedException(Problem.notFound()));
    return found(
        statements.read(new StockQuery(location, sku, request.caller()), invocation.attempts()),
        invocation);
  }
}
