package dev.interlock.examples.voucher;

import dev.interlock.ApiHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.api.ApiResponse;
import dev.interlock.database.Database;
import dev.interlock.telemetry.Invocation;
import dev.interlock.write.ConditionalWrites;
import dev.interlock.write.Decision;

/// `POST /voucher-redemptions`: redeems a voucher once, or says why not.
public final class VoucherRedemptionHandler extends ApiHandler {

  /// What Lambda calls.
  public VoucherRedemptionHandler() {
    this(new ConditionalWrites(Database.of(System.getenv())));
  }

  /// What tests call.
  public VoucherRedemptionHandler(ConditionalWrites writes) {
    super(VoucherRedemptionCommand.OPERATION, writes);
  }

  @Override
  protected ApiResponse answer(ApiRequest request, Invocation invocation) {
    VoucherRedemptionCommand command = VoucherRedemptionCommand.of(request.write());
    Decision<VoucherRedemptionVerdict> decision =
        writes.decide(new VoucherRedemptionStatement(command), invocation.attempts());
    invocation.decided(decision);
    return decision.mark(decision.verdict().answer(command));
  }

  @Override
  protected String sampleBody() {
    return "{\"code\": \"REHEARSE\"}";
  }
}
