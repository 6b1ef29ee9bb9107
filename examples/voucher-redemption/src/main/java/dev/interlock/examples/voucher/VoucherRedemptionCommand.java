package dev.interlock.examples.voucher;

import dev.interlock.api.Caller;
import dev.interlock.api.Fingerprint;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.CommandIdentity;
import java.util.regex.Pattern;

/// Redeem this voucher; exists only when well-formed.
record VoucherRedemptionCommand(Caller caller, IdempotencyKey key, String code) {

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

  CommandIdentity identity() {
    return new CommandIdentity(caller, OPERATION, key, Fingerprint.of(code));
  }
}
