package dev.interlock.stockreservation;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/// Take these quantities of a reservation and release the rest; exists only when well-formed.
///
/// @param taken what is taken; SKUs that it does not name are released
record ReservationSettlementCommand(
    Caller caller,
    IdempotencyKey key,
    UUID reservation,
    SortedMap<String, Long> taken,
    Optional<String> reference)
    implements Command {

  static final String OPERATION = "reservation-settlement";

  private static final int REFERENCE_CODE_POINTS_MAX = 140;

  /// Checks a request against the contract.
  ///
  /// @throws dev.interlock.api.RefusedException with every violation at once
  static ReservationSettlementCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID reservation = body.uuid("reservation");
    SortedMap<String, Long> taken = Lines.of(body, 0);
    Optional<String> reference = body.optionalText("reference", REFERENCE_CODE_POINTS_MAX);
    body.noOthers();
    violations.refuseIfAny();
    return new ReservationSettlementCommand(
        request.caller(), request.key(), reservation, taken, reference);
  }

  @Override
  public CommandIdentity identity() {
    List<String> parts = new ArrayList<>();
    parts.add(reservation.toString());
    // An empty reference is invalid, so an empty part means that there was none.
    parts.add(reference.orElse(""));
    Lines.addTo(parts, taken);
    byte[] fingerprint = Fingerprint.of(parts.toArray(String[]::new));
    return new CommandIdentity(caller.subject(), OPERATION, key.value(), fingerprint);
  }
}
