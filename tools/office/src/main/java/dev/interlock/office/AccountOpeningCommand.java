package dev.interlock.office;

import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Open an empty account with its first grants.
record AccountOpeningCommand(
    WriteRequest request, UUID id, String currency, FirstGrants grants, Optional<String> reference)
    implements Command {

  static final String ACTION = "open-account";

  static AccountOpeningCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID id = OfficeRequest.id(body, request);
    String currency = body.matching("currency", OfficeRequest.CURRENCY, "three letters A-Z");
    FirstGrants grants = FirstGrants.of(body, violations);
    Optional<String> reference = OfficeRequest.reference(body);
    body.noOthers();
    violations.refuseIfAny();
    return new AccountOpeningCommand(request, id, currency, grants, reference);
  }

  @Override
  public CommandIdentity identity() {
    List<String> parts =
        new ArrayList<>(List.of(ACTION, id.toString(), currency, reference.orElse("")));
    parts.addAll(grants.parts());
    return OfficeRequest.identity(request, parts);
  }
}
