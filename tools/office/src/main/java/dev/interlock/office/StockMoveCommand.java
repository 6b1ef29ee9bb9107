package dev.interlock.office;

import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Move stock from one location to another.
record StockMoveCommand(
    WriteRequest request, UUID from, UUID to, String sku, long quantity, Optional<String> reference)
    implements Command {

  static final String ACTION = "move-stock";

  static StockMoveCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID from = body.uuid("from");
    UUID to = body.uuid("to");
    String sku = OfficeRequest.sku(body);
    long quantity = body.integer("quantity", 1, Members.INTEGER_MAX);
    Optional<String> reference = OfficeRequest.reference(body);
    body.noOthers();
    if (!violations.has("/from") && !violations.has("/to") && from.equals(to)) {
      violations.add("/to", "must be a different location from the source");
    }
    violations.refuseIfAny();
    return new StockMoveCommand(request, from, to, sku, quantity, reference);
  }

  @Override
  public CommandIdentity identity() {
    return OfficeRequest.identity(
        request,
        List.of(
            ACTION,
            from.toString(),
            to.toString(),
            sku,
            Long.toString(quantity),
            reference.orElse("")));
  }
}
