package dev.interlock.office;

import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Open a location without stock, with its first grants.
record LocationOpeningCommand(WriteRequest request, UUID id, FirstGrants grants)
    implements Command {

  static final String ACTION = "open-location";

  static LocationOpeningCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID id = OfficeRequest.id(body, request);
    FirstGrants grants = FirstGrants.of(body, violations);
    body.noOthers();
    violations.refuseIfAny();
    return new LocationOpeningCommand(request, id, grants);
  }

  @Override
  public CommandIdentity identity() {
    List<String> parts = new ArrayList<>(List.of(ACTION, id.toString()));
    parts.addAll(grants.parts());
    return OfficeRequest.identity(request, parts);
  }
}
