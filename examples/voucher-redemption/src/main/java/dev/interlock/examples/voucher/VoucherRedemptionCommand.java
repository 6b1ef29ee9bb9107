package dev.interlock.examples.voucher;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.util.regex.Pattern;

/// Redeem this voucher. Exists only if it is well-formed.
record VoucherRedemptionCommand(Caller caller, IdempotencyKey key, String code) implements Command {

  static final String OPERATION = "voucher-redemption";

  private static final Pattern CODE = Pattern.compile("[A-Z0-9]{8}");

  static VoucherRedemptionCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    String code = body.matching("code", CODE, "eight of A-Z 0-9");
    body.noOthers();
    violations.refuseIfAny();
    return new VoucherRedemptionCommand(request.caller(), request.key(), code);
  }

  @Override
  public CommandIdentity identity() {
    return new CommandIdentity(caller.subject(), OPERATION, key.value(), Fingerprint.of(code));
  }
}
