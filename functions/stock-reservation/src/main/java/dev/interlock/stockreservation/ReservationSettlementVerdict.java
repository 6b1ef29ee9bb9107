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
import java.util.TreeSet;
import java.util.UUID;

/// The outcome of settling a reservation.
sealed interface ReservationSettlementVerdict {

  /// Answers the caller.
  default ApiResponse answer(ReservationSettlementCommand command) {
    return switch (this) {
      case Accepted accepted -> ApiResponse.json(201, accepted.body(command));
      case Refusal refusal -> ApiResponse.problem(refusal.problem(command));
      case QuantityExceedsReservation excess -> ApiResponse.problem(excess.problem(command));
    };
  }

  /// The reservation is settled.
  ///
  /// @param lines for each SKU of the reservation what was taken, what was released, and what
  ///   remains
  record Accepted(UUID id, UUID location, Json.Obj lines, Instant createdAt)
      implements ReservationSettlementVerdict {

    static Accepted of(Json.Obj detail, Instant decidedAt) {
      return new Accepted(
          UUID.fromString(detail.text("id")),
          UUID.fromString(detail.text("location")),
          detail.object("lines"),
          decidedAt);
    }

    private Map<String, Object> body(ReservationSettlementCommand command) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id.toString());
      body.put("reservation", command.reservation().toString());
      body.put("location", location.toString());
      // The databases order members differently; an answer has them in byte order.
      body.put("lines", new TreeSet<>(lines.members().keySet()).stream().map(this::line).toList());
      command.reference().ifPresent(reference -> body.put("reference", reference));
      body.put("createdAt", Timestamps.rfc3339(createdAt));
      return body;
    }

    private Map<String, Object> line(String sku) {
      Json.Obj settled = lines.object(sku);
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("sku", sku);
      line.put("quantity", settled.integer("quantity"));
      line.put("released", settled.integer("released"));
      line.put("onHand", settled.integer("onHand"));
      return line;
    }
  }

  /// Only the refusal itself was written. In the contract's order of precedence; last comes
  /// [QuantityExceedsReservation].
  enum Refusal implements ReservationSettlementVerdict {
    RESERVATION_NOT_FOUND,
    ROLE_INSUFFICIENT,
    RESERVATION_SETTLED,
    RESERVATION_EXPIRED;

    private Problem problem(ReservationSettlementCommand command) {
      return switch (this) {
        case RESERVATION_NOT_FOUND -> Problem.notFound(Map.of("pointer", "/reservation"));
        case ROLE_INSUFFICIENT -> Problem.roleInsufficient();
        case RESERVATION_SETTLED ->
            Problem.kept(
                "reservation-settled",
                409,
                "Reservation settled",
                "The reservation is settled already. GET /stock-reservations/"
                    + command.reservation()
                    + " shows how.");
        case RESERVATION_EXPIRED ->
            Problem.kept(
                "reservation-expired", 409, "Reservation expired", "The reservation has expired.");
      };
    }
  }

  /// More was to be taken than is reserved.
  ///
  /// @param reserved how much is reserved of each of those SKUs
  record QuantityExceedsReservation(Json.Obj reserved) implements ReservationSettlementVerdict {

    static QuantityExceedsReservation of(Json.Obj detail) {
      return new QuantityExceedsReservation(detail.object("reserved"));
    }

    private Problem problem(ReservationSettlementCommand command) {
      List<Map<String, Object>> excesses = new ArrayList<>();
      command
          .taken()
          .forEach((sku, requested) -> {
            if (reserved.has(sku)) {
              Map<String, Object> excess = new LinkedHashMap<>();
              excess.put("sku", sku);
              excess.put("requested", requested);
              excess.put("reserved", reserved.integer(sku));
              excesses.add(excess);
            }
          });
      return Problem.kept(
              "quantity-exceeds-reservation",
              409,
              "Quantity exceeds reservation",
              "Less is reserved than was to be taken. Nothing was taken or released.")
          .with(Map.of("excesses", excesses));
    }
  }
}
