package dev.interlock.hold;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.audit.operation.FunctionVerdicts;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Shows the verdicts of a settlement to the tests of the audit.
public final class SettlementVerdicts {

  private SettlementVerdicts() {}

  public static FunctionVerdicts all() throws MalformedJsonException {
    SettlementStatement statement = new SettlementStatement();
    Json.Obj detail = Json.object(FunctionVerdicts.DETAIL);
    SettlementCommand command =
        new SettlementCommand(
            new Caller("alice"), new IdempotencyKey("key"), new UUID(0, 1), 100, Optional.empty());
    return FunctionVerdicts.of(
        statement.decided(),
        SettlementVerdict.Refusal.values(),
        word -> statement.verdict(word, detail, Instant.EPOCH).answer(command));
  }
}
