package dev.interlock.examples.voucher;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.StatementRunner;

/// `POST /voucher-redemptions`: redeems a voucher once, or refuses with a reason.
public final class VoucherRedemptionHandler extends ApiHandler {

  private static final VoucherRedemptionStatement STATEMENT = new VoucherRedemptionStatement();

  /// Called by Lambda.
  public VoucherRedemptionHandler() {
    this(new StatementRunner(Database.of(System.getenv())));
  }

  /// Called by tests.
  public VoucherRedemptionHandler(StatementRunner statements) {
    super(VoucherRedemptionCommand.OPERATION, statements);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    VoucherRedemptionCommand command = VoucherRedemptionCommand.of(request.write());
    return decide(STATEMENT, command, invocation, VoucherRedemptionVerdict::answer);
  }

  @Override
  protected String sampleBody() {
    return "{\"code\": \"REHEARSE\"}";
  }
}
