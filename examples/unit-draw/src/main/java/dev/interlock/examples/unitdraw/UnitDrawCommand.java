package dev.interlock.examples.unitdraw;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Fingerprint;
import java.util.UUID;

/// Take this quantity of what a resource has left. Exists only if it is well-formed.
record UnitDrawCommand(Caller caller, IdempotencyKey key, UUID resource, long quantity)
    implements Command {

  static final String OPERATION = "unit-draw";

  private static final long QUANTITY_MAX = 1_000_000_000;

  static UnitDrawCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID resource = body.uuid("resource");
    long quantity = body.integer("quantity", 1, QUANTITY_MAX);
    body.noOthers();
    violations.refuseIfAny();
    return new UnitDrawCommand(request.caller(), request.key(), resource, quantity);
  }

  // Every member of the body is part of the fingerprint: under one key they are one command.
  @Override
  public CommandIdentity identity() {
    return new CommandIdentity(
        caller.subject(),
        OPERATION,
        key.value(),
        Fingerprint.of(resource.toString(), Long.toString(quantity)));
  }
}
