package dev.interlock.office;

import dev.interlock.api.Members;
import dev.interlock.api.Violations;
import dev.interlock.api.WriteRequest;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/// Open a resource of a kind that a function brings, with its first grants.
record ResourceOpeningCommand(WriteRequest request, UUID id, String kind, FirstGrants grants)
    implements Command {

  static final String ACTION = "open-resource";

  // Accounts and locations have commands of their own, which write their other rows too.
  private static final Pattern KIND =
      Pattern.compile("(?!(account|location)$)[a-z][a-z0-9-]{0,63}");

  static ResourceOpeningCommand of(WriteRequest request) {
    Violations violations = new Violations();
    Members body = new Members(request.body(), violations);
    UUID id = OfficeRequest.id(body, request);
    String kind =
        body.matching(
            "kind",
            KIND,
            "1 to 64 lower-case letters, digits and hyphens, and neither account nor location");
    FirstGrants grants = FirstGrants.of(body, violations);
    body.noOthers();
    violations.refuseIfAny();
    return new ResourceOpeningCommand(request, id, kind, grants);
  }

  @Override
  public CommandIdentity identity() {
    List<String> parts = new ArrayList<>(List.of(ACTION, kind, id.toString()));
    parts.addAll(grants.parts());
    return OfficeRequest.identity(request, parts);
  }
}
