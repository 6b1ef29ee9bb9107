package dev.interlock.examples.voucher;

import dev.interlock.api.ApiResponse;
import dev.interlock.api.Problem;
import dev.interlock.api.Timestamps;
import dev.interlock.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The outcome of a redemption.
sealed interface VoucherRedemptionVerdict {

  default ApiResponse answer(VoucherRedemptionCommand command) {
    return switch (this) {
      case Accepted accepted -> ApiResponse.json(201, accepted.body(command));
      case Refusal refusal -> ApiResponse.problem(refusal.problem());
    };
  }

  record Accepted(UUID id, long amountMinor, Instant createdAt)
      implements VoucherRedemptionVerdict {

    static Accepted of(Json.Obj detail, Instant decidedAt) {
      return new Accepted(UUID.fromString(detail.text("id")), detail.integer("amount"), decidedAt);
    }

    private Map<String, Object> body(VoucherRedemptionCommand command) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id.toString());
      body.put("code", command.code());
      body.put("amount", amountMinor);
      body.put("createdAt", Timestamps.rfc3339(createdAt));
      return body;
    }
  }

  /// A refusal, in order of precedence. Only the refusal itself was written.
  enum Refusal implements VoucherRedemptionVerdict {
    NOT_FOUND,
    ALREADY_REDEEMED,
    EXPIRED;

    private Problem problem() {
      return switch (this) {
        case NOT_FOUND ->
            Problem.notFound("You hold no voucher with this code.", Map.of("pointer", "/code"));
        case ALREADY_REDEEMED ->
            Problem.kept(
                "already-redeemed",
                409,
                "Already redeemed",
                "The voucher has already been redeemed.");
        case EXPIRED -> Problem.kept("expired", 409, "Expired", "The voucher has expired.");
      };
    }
  }
}
