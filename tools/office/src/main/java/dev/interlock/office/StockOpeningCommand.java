package dev.interlock.office;

import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Open a stock row: the location has the SKU from then on, and nothing of it on hand.
record StockOpeningCommand(
    WriteRequest request, UUID location, String sku, Optional<String> reference)
    implements Command {

  static final String ACTION = "open-stock";

  static StockOpeningCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID location = body.uuid("location");
    String sku = OfficeRequest.sku(body);
    Optional<String> reference = OfficeRequest.reference(body);
    body.noOthers();
    violations.refuseIfAny();
    return new StockOpeningCommand(request, location, sku, reference);
  }

  @Override
  public CommandIdentity identity() {
    return OfficeRequest.identity(
        request, List.of(ACTION, location.toString(), sku, reference.orElse("")));
  }
}
