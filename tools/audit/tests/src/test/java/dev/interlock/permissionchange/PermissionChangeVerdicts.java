package dev.interlock.permissionchange;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.audit.operation.FunctionVerdicts;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Shows the verdicts of a permission change to the tests of the audit.
public final class PermissionChangeVerdicts {

  private PermissionChangeVerdicts() {}

  public static FunctionVerdicts all() throws MalformedJsonException {
    PermissionChangeStatement statement = new PermissionChangeStatement();
    Json.Obj detail = Json.object(FunctionVerdicts.DETAIL);
    PermissionChangeCommand command =
        new PermissionChangeCommand(
            new Caller("alice"),
            new IdempotencyKey("key"),
            new UUID(0, 1),
            "bob",
            "viewer",
            Optional.empty(),
            3);
    return FunctionVerdicts.of(
        statement.decided(),
        PermissionChangeVerdict.Refusal.values(),
        word -> statement.verdict(word, detail, Instant.EPOCH).answer(command));
  }
}
