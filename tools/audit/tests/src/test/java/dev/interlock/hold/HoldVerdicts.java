package dev.interlock.hold;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.audit.operation.FunctionVerdicts;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Shows the verdicts of a hold to the tests of the audit.
public final class HoldVerdicts {

  private HoldVerdicts() {}

  public static FunctionVerdicts all() throws MalformedJsonException {
    HoldStatement statement = new HoldStatement();
    Json.Obj detail = Json.object(FunctionVerdicts.DETAIL);
    HoldCommand command =
        new HoldCommand(
            new Caller("alice"),
            new IdempotencyKey("key"),
            new UUID(0, 1),
            new UUID(0, 2),
            100,
            "EUR",
            Optional.empty(),
            Instant.EPOCH);
    return FunctionVerdicts.of(
        statement.decided(),
        HoldVerdict.Refusal.values(),
        word -> statement.verdict(word, detail, Instant.EPOCH).answer(command));
  }
}
