package dev.interlock.transfer;

import dev.interlock.api.ApiResponse;
import dev.interlock.api.Members;
import dev.interlock.api.Problem;
import dev.interlock.api.Timestamps;
import dev.interlock.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The outcome of a transfer.
sealed interface TransferVerdict {

  /// Answers the caller.
  default ApiResponse answer(TransferCommand command) {
    return switch (this) {
      case Accepted accepted -> ApiResponse.json(201, accepted.body(command));
      case Refusal refusal -> ApiResponse.problem(refusal.problem());
    };
  }

  /// Both accounts were written.
  record Accepted(UUID id, long fromBalanceMinor, Instant createdAt) implements TransferVerdict {

    static Accepted of(Json.Obj detail, Instant decidedAt) {
      return new Accepted(
          UUID.fromString(detail.text("id")), detail.integer("fromBalance"), decidedAt);
    }

    private Map<String, Object> body(TransferCommand command) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id.toString());
      body.put("from", command.from().toString());
      body.put("to", command.to().toString());
      body.put("amount", command.amountMinor());
      body.put("currency", command.currency());
      command.reference().ifPresent(reference -> body.put("reference", reference));
      body.put("fromBalance", fromBalanceMinor);
      body.put("createdAt", Timestamps.rfc3339(createdAt));
      return body;
    }
  }

  /// Only the refusal itself was written. In the contract's order of precedence.
  enum Refusal implements TransferVerdict {
    SOURCE_NOT_FOUND,
    ROLE_INSUFFICIENT,
    DESTINATION_NOT_FOUND,
    SOURCE_CLOSED,
    DESTINATION_CLOSED,
    SOURCE_CURRENCY_MISMATCH,
    DESTINATION_CURRENCY_MISMATCH,
    INSUFFICIENT_FUNDS,
    BALANCE_LIMIT;

    private Problem problem() {
      return switch (this) {
        case SOURCE_NOT_FOUND -> Problem.notFound(FROM);
        case ROLE_INSUFFICIENT -> Problem.roleInsufficient();
        case DESTINATION_NOT_FOUND -> Problem.notFound(TO);
        case SOURCE_CLOSED -> closed(FROM);
        case DESTINATION_CLOSED -> closed(TO);
        case SOURCE_CURRENCY_MISMATCH -> currencyMismatch(FROM);
        case DESTINATION_CURRENCY_MISMATCH -> currencyMismatch(TO);
        case INSUFFICIENT_FUNDS ->
            conflict(
                "insufficient-funds",
                "Insufficient funds",
                "What is available is less than the amount.");
        case BALANCE_LIMIT ->
            conflict(
                "balance-limit",
                "Balance limit",
                "The balance of the destination would exceed " + Members.INTEGER_MAX + ".");
      };
    }

    private static final Map<String, String> FROM = Map.of("pointer", "/from");
    private static final Map<String, String> TO = Map.of("pointer", "/to");

    private static Problem closed(Map<String, String> pointer) {
      return conflict("account-closed", "Account closed", "The account is closed.").with(pointer);
    }

    private static Problem currencyMismatch(Map<String, String> pointer) {
      return conflict(
              "currency-mismatch", "Currency mismatch", "The account has a different currency.")
          .with(pointer);
    }

    private static Problem conflict(String name, String title, String detail) {
      return Problem.kept(name, 409, title, detail);
    }
  }
}
