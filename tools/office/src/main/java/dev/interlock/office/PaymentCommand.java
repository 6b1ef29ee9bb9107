package dev.interlock.office;

import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Pay money into an account, or out of it.
record PaymentCommand(
    WriteRequest request,
    Direction direction,
    UUID account,
    long amountMinor,
    String currency,
    Optional<String> reference)
    implements Command {

  /// Which way the money goes.
  enum Direction {
    IN("pay-in", 1),
    OUT("pay-out", -1);

    final String action;
    private final int sign;

    Direction(String action, int sign) {
      this.action = action;
      this.sign = sign;
    }
  }

  static PaymentCommand of(Direction direction, WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID account = body.uuid("account");
    long amountMinor = body.integer("amount", 1, Members.INTEGER_MAX);
    String currency = body.matching("currency", OfficeRequest.CURRENCY, "three letters A-Z");
    Optional<String> reference = OfficeRequest.reference(body);
    body.noOthers();
    violations.refuseIfAny();
    return new PaymentCommand(request, direction, account, amountMinor, currency, reference);
  }

  /// What is added to the balance.
  long signedAmountMinor() {
    return direction.sign * amountMinor;
  }

  @Override
  public CommandIdentity identity() {
    return OfficeRequest.identity(
        request,
        List.of(
            direction.action,
            account.toString(),
            Long.toString(amountMinor),
            currency,
            reference.orElse("")));
  }
}
