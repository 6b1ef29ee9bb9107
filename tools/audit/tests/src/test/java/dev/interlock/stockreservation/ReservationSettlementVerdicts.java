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

/// Shows the verdicts of a reservation's settlement to the tests of the audit.
public final class ReservationSettlementVerdicts {

  private ReservationSettlementVerdicts() {}

  public static FunctionVerdicts all() throws MalformedJsonException {
    ReservationSettlementStatement statement = new ReservationSettlementStatement();
    Json.Obj detail = Json.object(FunctionVerdicts.DETAIL);
    ReservationSettlementCommand command =
        new ReservationSettlementCommand(
            new Caller("alice"),
            new IdempotencyKey("key"),
            new UUID(0, 1),
            new TreeMap<>(Map.of("TEA-100", 1L)),
            Optional.empty());
    return FunctionVerdicts.of(
        statement.decided(),
        ReservationSettlementVerdict.Refusal.values(),
        word -> statement.verdict(word, detail, Instant.EPOCH).answer(command));
  }
}
