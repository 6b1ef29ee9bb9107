package dev.interlock.stockreservation;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/// Reserve these quantities at a location until `expiresAt`; exists only when well-formed.
record StockReservationCommand(
    Caller caller,
    IdempotencyKey key,
    UUID location,
    SortedMap<String, Long> lines,
    Optional<String> reference,
    Instant expiresAt)
    implements Command {

  static final String OPERATION = "stock-reservation";

  private static final int REFERENCE_CODE_POINTS_MAX = 140;

  /// Checks a request against the contract.
  ///
  /// @throws dev.interlock.api.RefusedException with every violation at once
  static StockReservationCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID location = body.uuid("location");
    SortedMap<String, Long> lines = Lines.of(body, 1);
    Optional<String> reference = body.optionalText("reference", REFERENCE_CODE_POINTS_MAX);
    Instant expiresAt = body.time("expiresAt");
    body.noOthers();
    violations.refuseIfAny();
    return new StockReservationCommand(
        request.caller(), request.key(), location, lines, reference, expiresAt);
  }

  @Override
  public CommandIdentity identity() {
    List<String> parts = new ArrayList<>();
    parts.add(location.toString());
    // An empty reference is invalid, so an empty part means that there was none.
    parts.add(reference.orElse(""));
    parts.add(Timestamps.rfc3339(expiresAt));
    Lines.addTo(parts, lines);
    byte[] fingerprint = Fingerprint.of(parts.toArray(String[]::new));
    return new CommandIdentity(caller.subject(), OPERATION, key.value(), fingerprint);
  }
}
