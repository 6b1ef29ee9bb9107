package com.example.tickets;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.util.regex.Pattern;

/// Admit the holder of this ticket. Exists only if it is well-formed.
record CheckInCommand(Caller caller, IdempotencyKey key, String ticket) implements Command {

  static final String OPERATION = "check-in";

  private static final Pattern TICKET = Pattern.compile("[A-Z]{2}-[0-9]{4}");

  static CheckInCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    String ticket = body.matching("ticket", TICKET, "two letters, a hyphen and four digits");
    body.noOthers();
    violations.refuseIfAny();
    return new CheckInCommand(request.caller(), request.key(), ticket);
  }

  @Override
  public CommandIdentity identity() {
    return new CommandIdentity(caller.subject(), OPERATION, key.value(), Fingerprint.of(ticket));
  }
}
