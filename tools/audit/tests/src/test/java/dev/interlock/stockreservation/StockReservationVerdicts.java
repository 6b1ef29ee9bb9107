package dev.interlock.stockreservation;

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

/// Shows the verdicts of a reservation to the tests of the audit.
public final class StockReservationVerdicts {

  private StockReservationVerdicts() {}

  public static FunctionVerdicts all() throws MalformedJsonException {
    StockReservationStatement statement = new StockReservationStatement();
    Json.Obj detail = Json.object(FunctionVerdicts.DETAIL);
    StockReservationCommand command =
        new StockReservationCommand(
            new Caller("alice"),
            new IdempotencyKey("key"),
            new UUID(0, 1),
            new TreeMap<>(Map.of("TEA-100", 1L)),
            Optional.empty(),
            Instant.EPOCH);
    return FunctionVerdicts.of(
        statement.decided(),
        StockReservationVerdict.Refusal.values(),
        word -> statement.verdict(word, detail, Instant.EPOCH).answer(command));
  }
}
