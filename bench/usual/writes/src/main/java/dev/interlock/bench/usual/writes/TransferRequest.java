package dev.interlock.bench.usual.writes;

import static dev.interlock.bench.usual.writes.UsualRequest.require;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.util.Objects;
import java.util.UUID;

/// The body of POST /transfers.
public record TransferRequest(UUID from, UUID to, long amount, String currency)
    implements UsualRequest {

  private static final long AMOUNT_MAX = (1L << 53) - 1;

  private static final String SQL =
      "SELECT decided FROM bench.transfer(?, ?, ?, " + WAITS + ", ?, ?, ?, ?, NULL)";

  /// Rejects a missing or invalid member.
  public TransferRequest {
    Objects.requireNonNull(from, "from");
    require(!from.equals(to), "to");
    require(amount >= 1 && amount <= AMOUNT_MAX, "amount");
    require(currency.matches("[A-Z]{3}"), "currency");
  }

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public Object[] values(APIGatewayV2HTTPEvent event) {
    return new Object[] {
      UsualRequest.caller(event),
      UsualRequest.header(event, "idempotency-key"),
      UsualRequest.fingerprint(event),
      from,
      to,
      amount,
      currency
    };
  }
}
