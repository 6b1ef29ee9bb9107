package dev.interlock.hold;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.util.Optional;
import java.util.UUID;

/// Take `amountMinor` of a hold and release the rest; exists only when well-formed.
record SettlementCommand(
    Caller caller, IdempotencyKey key, UUID hold, long amountMinor, Optional<String> reference)
    implements Command {

  static final String OPERATION = "settlement";

  private static final int REFERENCE_CODE_POINTS_MAX = 140;

  /// Checks a request against the contract.
  ///
  /// @throws dev.interlock.api.RefusedException with every violation at once
  static SettlementCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID hold = body.uuid("hold");
    long amountMinor = body.integer("amount", 0, Members.INTEGER_MAX);
    Optional<String> reference = body.optionalText("reference", REFERENCE_CODE_POINTS_MAX);
    body.noOthers();
    violations.refuseIfAny();
    return new SettlementCommand(request.caller(), request.key(), hold, amountMinor, reference);
  }

  @Override
  public CommandIdentity identity() {
    byte[] fingerprint =
        Fingerprint.of(
            hold.toString(),
            Long.toString(amountMinor),
            // An empty reference is invalid, so an empty part means that there was none.
            reference.orElse(""));
    return new CommandIdentity(caller.subject(), OPERATION, key.value(), fingerprint);
  }
}
