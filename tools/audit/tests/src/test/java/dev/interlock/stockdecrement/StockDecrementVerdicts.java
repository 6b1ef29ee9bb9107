package dev.interlock.stockdecrement;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.audit.operation.FunctionVerdicts;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Shows the verdicts of a stock decrement to the tests of the audit.
public final class StockDecrementVerdicts {

  private StockDecrementVerdicts() {}

  public static FunctionVerdicts all() throws MalformedJsonException {
    StockDecrementStatement statement = new StockDecrementStatement();
    Json.Obj detail = Json.object(FunctionVerdicts.DETAIL);
    StockDecrementCommand command =
        new StockDecrementCommand(
            new Caller("alice"),
            new IdempotencyKey("key"),
            new UUID(0, 1),
            new TreeMap<>(Map.of("TEA-100", 1L)),
            Optional.empty());
    return FunctionVerdicts.of(
        statement.decided(),
        StockDecrementVerdict.Refusal.values(),
        word -> statement.verdict(word, detail, Instant.EPOCH).answer(command));
  }
}
