package dev.interlock.office;

import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Receive stock.
record StockReceiptCommand(
    WriteRequest request, UUID location, String sku, long quantity, Optional<String> reference)
    implements Command {

  static final String ACTION = "receive-stock";

  static StockReceiptCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID location = body.uuid("location");
    String sku = OfficeRequest.sku(body);
    long quantity = body.integer("quantity", 1, Members.INTEGER_MAX);
    Optional<String> reference = OfficeRequest.reference(body);
    body.noOthers();
    violations.refuseIfAny();
    return new StockReceiptCommand(request, location, sku, quantity, reference);
  }

  @Override
  public CommandIdentity identity() {
    return OfficeRequest.identity(
        request,
        List.of(ACTION, location.toString(), sku, Long.toString(quantity), reference.orElse("")));
  }
}
