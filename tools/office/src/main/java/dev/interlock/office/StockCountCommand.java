package dev.interlock.office;

import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Set the stock on hand to what was counted, if it is what was expected.
record StockCountCommand(
    WriteRequest request,
    UUID location,
    String sku,
    long expected,
    long counted,
    Optional<String> reference)
    implements Command {

  static final String ACTION = "count-stock";

  static StockCountCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID location = body.uuid("location");
    String sku = OfficeRequest.sku(body);
    long expected = body.integer("expected", 0, Members.INTEGER_MAX);
    long counted = body.integer("counted", 0, Members.INTEGER_MAX);
    Optional<String> reference = OfficeRequest.reference(body);
    body.noOthers();
    violations.refuseIfAny();
    return new StockCountCommand(request, location, sku, expected, counted, reference);
  }

  @Override
  public CommandIdentity identity() {
    return OfficeRequest.identity(
        request,
        List.of(
            ACTION,
            location.toString(),
            sku,
            Long.toString(expected),
            Long.toString(counted),
            reference.orElse("")));
  }
}
