package dev.interlock.hold;

import dev.interlock.api.ApiResponse;
import dev.interlock.api.Members;
import dev.interlock.api.Problem;
import dev.interlock.api.Timestamps;
import dev.interlock.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The outcome of a settlement.
sealed interface SettlementVerdict {

  /// Answers the caller.
  default ApiResponse answer(SettlementCommand command) {
    return switch (this) {
      case Accepted accepted -> ApiResponse.json(201, accepted.body(command));
      case Refusal refusal -> ApiResponse.problem(refusal.problem(command));
      case AmountExceedsHold excess -> ApiResponse.problem(excess.problem());
    };
  }

  /// The hold is settled.
  ///
  /// @param releasedMinor what the source can spend again
  record Accepted(
      UUID id,
      UUID from,
      UUID to,
      String currency,
      long releasedMinor,
      long toBalanceMinor,
      Instant createdAt)
      implements SettlementVerdict {

    static Accepted of(Json.Obj detail, Instant decidedAt) {
      return new Accepted(
          UUID.fromString(detail.text("id")),
          UUID.fromString(detail.text("from")),
          UUID.fromString(detail.text("to")),
          detail.text("currency"),
          detail.integer("released"),
          detail.integer("toBalance"),
          decidedAt);
    }

    private Map<String, Object> body(SettlementCommand command) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id.toString());
      body.put("hold", command.hold().toString());
      body.put("from", from.toString());
      body.put("to", to.toString());
      body.put("amount", command.amountMinor());
      body.put("released", releasedMinor);
      body.put("currency", currency);
      command.reference().ifPresent(reference -> body.put("reference", reference));
      body.put("toBalance", toBalanceMinor);
      body.put("createdAt", Timestamps.rfc3339(createdAt));
      return body;
    }
  }

  /// Only the refusal itself was written. In the contract's order of precedence, with
  /// [AmountExceedsHold] after HOLD_EXPIRED.
  enum Refusal implements SettlementVerdict {
    HOLD_NOT_FOUND,
    ROLE_INSUFFICIENT,
    HOLD_SETTLED,
    HOLD_EXPIRED,
    ACCOUNT_CLOSED,
    BALANCE_LIMIT;

    private Problem problem(SettlementCommand command) {
      return switch (this) {
        case HOLD_NOT_FOUND -> Problem.notFound(HOLD);
        case ROLE_INSUFFICIENT -> Problem.roleInsufficient();
        case HOLD_SETTLED ->
            Problem.kept(
                "hold-settled",
                409,
                "Hold settled",
                "The hold is settled already. GET /holds/" + command.hold() + " shows how.");
        case HOLD_EXPIRED ->
            Problem.kept("hold-expired", 409, "Hold expired", "The hold has expired.");
        case ACCOUNT_CLOSED ->
            Problem.kept(
                    "account-closed", 409, "Account closed", "An account of the hold is closed.")
                .with(HOLD);
        case BALANCE_LIMIT ->
            Problem.kept(
                "balance-limit",
                409,
                "Balance limit",
                "The balance of the destination would exceed "
                    + Members.INTEGER_MAX
                    + ". The hold stays open.");
      };
    }

    private static final Map<String, String> HOLD = Map.of("pointer", "/hold");
  }

  /// More was to be taken than is held.
  record AmountExceedsHold(long heldMinor) implements SettlementVerdict {

    private Problem problem() {
      return Problem.kept(
              "amount-exceeds-hold", 409, "Amount exceeds hold", "Less is held than the amount.")
          .with(Map.of("held", heldMinor));
    }
  }
}
