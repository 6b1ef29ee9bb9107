package dev.interlock.examples.seats;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.util.UUID;
import java.util.regex.Pattern;

/// Book this seat of this show. Exists only if it is well-formed.
record SeatBookingCommand(Caller caller, IdempotencyKey key, UUID show, String seat)
    implements Command {

  static final String OPERATION = "seat-booking";

  private static final Pattern SEAT = Pattern.compile("[A-Z]{1,2}[1-9][0-9]{0,2}");

  static SeatBookingCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID show = body.uuid("show");
    String seat = body.matching("seat", SEAT, "a row and a number, such as B12");
    body.noOthers();
    violations.refuseIfAny();
    return new SeatBookingCommand(request.caller(), request.key(), show, seat);
  }

  @Override
  public CommandIdentity identity() {
    return new CommandIdentity(
        caller.subject(), OPERATION, key.value(), Fingerprint.of(show.toString(), seat));
  }
}
