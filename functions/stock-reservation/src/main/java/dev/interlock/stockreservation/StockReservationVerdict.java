package dev.interlock.stockreservation;

import dev.interlock.api.ApiResponse;
import dev.interlock.api.Problem;
import dev.interlock.api.Timestamps;
import dev.interlock.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The outcome of reserving stock.
sealed interface StockReservationVerdict {

  /// Answers the caller.
  default ApiResponse answer(StockReservationCommand command) {
    return switch (this) {
      case Accepted accepted -> ApiResponse.json(201, accepted.body(command));
      case Refusal refusal -> ApiResponse.problem(refusal.problem());
      case SkuNotFound absent -> ApiResponse.problem(absent.problem());
      case InsufficientStock shortage -> ApiResponse.problem(shortage.problem(command));
    };
  }

  /// Every line is reserved.
  ///
  /// @param available what is still available, by SKU
  record Accepted(UUID id, Json.Obj available, Instant createdAt)
      implements StockReservationVerdict {

    static Accepted of(Json.Obj detail, Instant decidedAt) {
      return new Accepted(
          UUID.fromString(detail.text("id")), detail.object("available"), decidedAt);
    }

    private Map<String, Object> body(StockReservationCommand command) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id.toString());
      body.put("location", command.location().toString());
      body.put("lines", lines(command));
      command.reference().ifPresent(reference -> body.put("reference", reference));
      body.put("expiresAt", Timestamps.rfc3339(command.expiresAt()));
      body.put("createdAt", Timestamps.rfc3339(createdAt));
      return body;
    }

    private List<Map<String, Object>> lines(StockReservationCommand command) {
      List<Map<String, Object>> lines = new ArrayList<>();
      command
          .lines()
          .forEach((sku, quantity) -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("sku", sku);
            line.put("quantity", quantity);
            line.put("available", available.integer(sku));
            lines.add(line);
          });
      return lines;
    }
  }

  /// Only the refusal itself was written. In the contract's order of precedence.
  enum Refusal implements StockReservationVerdict {
    LOCATION_NOT_FOUND,
    ROLE_INSUFFICIENT,
    EXPIRY_PAST;

    private Problem problem() {
      return switch (this) {
        case LOCATION_NOT_FOUND -> Problem.notFound(Map.of("pointer", "/location"));
        case ROLE_INSUFFICIENT -> Problem.roleInsufficient();
        case EXPIRY_PAST ->
            Problem.kept("expiry-past", 409, "Expiry past", "expiresAt is in the past.");
      };
    }
  }

  /// The location does not have this SKU, the first of those that are missing.
  record SkuNotFound(String sku) implements StockReservationVerdict {

    private Problem problem() {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("pointer", "/lines");
      members.put("sku", sku);
      return Problem.notFound(members);
    }
  }

  /// Some lines request more than is available.
  ///
  /// @param available how much is available of each of those SKUs
  record InsufficientStock(Json.Obj available) implements StockReservationVerdict {

    static InsufficientStock of(Json.Obj detail) {
      return new InsufficientStock(detail.object("available"));
    }

    private Problem problem(StockReservationCommand command) {
      List<Map<String, Object>> shortages = new ArrayList<>();
      command
          .lines()
          .forEach((sku, requested) -> {
            if (available.has(sku)) {
              Map<String, Object> shortage = new LinkedHashMap<>();
              shortage.put("sku", sku);
              shortage.put("requested", requested);
              shortage.put("available", available.integer(sku));
              shortages.add(shortage);
            }
          });
      return Problem.kept(
              "insufficient-stock",
              409,
              "Insufficient stock",
              "Less is available than was requested. Nothing was reserved.")
          .with(Map.of("shortages", shortages));
    }
  }
}
