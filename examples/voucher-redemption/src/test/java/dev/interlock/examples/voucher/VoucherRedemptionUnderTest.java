package dev.interlock.examples.voucher;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.ApiRequest;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.calls.Refusable;
import dev.interlock.testkit.calls.Rivals;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Optional;

/// Describes the redemption to the tests that every function must pass.
final class VoucherRedemptionUnderTest implements FunctionUnderTest {

  @Override
  public RequestStreamHandler handler(StatementRunner writes) {
    return new VoucherRedemptionHandler(writes);
  }

  @Override
  public ConditionalStatement<?, ?> statement() {
    return new VoucherRedemptionStatement();
  }

  @Override
  public Command command(ApiRequest request) {
    return VoucherRedemptionCommand.of(request.write());
  }

  @Override
  public Optional<String> rowsFor(String key) {
    return Optional.of(
        """
        INSERT INTO voucher (code, holder, amount, expires_at)
        VALUES ('%s', 'alice', 500, clock_timestamp() + interval '1 day')
        """
            .formatted(code(key)));
  }

  @Override
  public Event accepted(String key) {
    return Event.post("/voucher-redemptions")
        .caller("alice")
        .key(key)
        .body("{\"code\": \"%s\"}".formatted(code(key)));
  }

  private static String code(String key) {
    return "%08X".formatted(key.hashCode());
  }

  @Override
  public Rivals rivals() {
    return Rivals.none("only its holder can redeem a voucher");
  }

  @Override
  public List<Refusable> refusals() {
    return List.of(
        Refusable.byRequest("not-found", event -> event.body("{\"code\": \"NOTTHERE\"}")),
        Refusable.byRows(
            "already-redeemed",
            """
            UPDATE voucher
               SET redemption_id = gen_random_uuid(), redeemed_at = clock_timestamp(),
                   idempotency_key = 'earlier'
            """),
        Refusable.byRows("expired", "UPDATE voucher SET expires_at = clock_timestamp()"));
  }

  /// A voucher is redeemed once.
  @Override
  public int acceptedOf(int calls) {
    return 1;
  }
}
