package dev.interlock.transfer;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.audit.operation.FunctionVerdicts;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Shows the verdicts of a transfer to the tests of the audit.
public final class TransferVerdicts {

  private TransferVerdicts() {}

  public static FunctionVerdicts all() throws MalformedJsonException {
    TransferStatement statement = new TransferStatement();
    Json.Obj detail = Json.object(FunctionVerdicts.DETAIL);
    TransferCommand command =
        new TransferCommand(
            new Caller("alice"),
            new IdempotencyKey("key"),
            new UUID(0, 1),
            new UUID(0, 2),
            100,
            "EUR",
            Optional.empty());
    return FunctionVerdicts.of(
        statement.decided(),
        TransferVerdict.Refusal.values(),
        word -> statement.verdict(word, detail, Instant.EPOCH).answer(command));
  }
}
