package dev.interlock.bench.usual.writes;

import static dev.interlock.bench.usual.writes.UsualRequest.require;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/// The body of POST /permission-changes.
public record ChangeRequest(UUID resource, String principal, String role) implements UsualRequest {

  private static final Set<String> ROLES = Set.of("owner", "operator", "viewer", "none");

  private static final String SQL =
      "SELECT decided FROM bench.change(?, ?, ?, "
          + WAITS
          + ", ?, expected_version => ?, command_principal => ?, command_role => ?,"
          + " command_until => NULL)";

  /// Rejects a missing or invalid member.
  public ChangeRequest {
    Objects.requireNonNull(resource, "resource");
    require(principal.matches("[!-~]{1,128}"), "principal");
    require(ROLES.contains(role), "role");
  }

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public Object[] values(APIGatewayV2HTTPEvent event) {
    long version = Long.parseLong(UsualRequest.header(event, "if-match").replace("\"", ""));
    return new Object[] {
      UsualRequest.caller(event),
      UsualRequest.header(event, "idempotency-key"),
      UsualRequest.fingerprint(event),
      resource,
      version,
      principal,
      role
    };
  }
}
