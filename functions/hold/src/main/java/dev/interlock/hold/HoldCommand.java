package dev.interlock.hold;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Timestamps;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Hold `amountMinor` of `currency` on one account for another until `expiresAt`; exists only when
/// well-formed.
record HoldCommand(
    Caller caller,
    IdempotencyKey key,
    UUID from,
    UUID to,
    long amountMinor,
    String currency,
    Optional<String> reference,
    Instant expiresAt)
    implements Command {

  static final String OPERATION = "hold";

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final int REFERENCE_CODE_POINTS_MAX = 140;

  /// Checks a request against the contract.
  ///
  /// @throws dev.interlock.api.RefusedException with every violation at once
  static HoldCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID from = body.uuid("from");
    UUID to = body.uuid("to");
    long amountMinor = body.integer("amount", 1, Members.INTEGER_MAX);
    String currency = body.matching("currency", CURRENCY, "three letters A-Z");
    Optional<String> reference = body.optionalText("reference", REFERENCE_CODE_POINTS_MAX);
    Instant expiresAt = body.time("expiresAt");
    body.noOthers();
    if (!violations.has("/from") && !violations.has("/to") && from.equals(to)) {
      violations.add("/to", "must be a different account from the source");
    }
    violations.refuseIfAny();
    return new HoldCommand(
        request.caller(), request.key(), from, to, amountMinor, currency, reference, expiresAt);
  }

  @Override
  public CommandIdentity identity() {
    byte[] fingerprint =
        Fingerprint.of(
            from.toString(),
            to.toString(),
            Long.toString(amountMinor),
            currency,
            // An empty reference is invalid, so an empty part means that there was none.
            reference.orElse(""),
            Timestamps.rfc3339(expiresAt));
    return new CommandIdentity(caller.subject(), OPERATION, key.value(), fingerprint);
  }
}
