package dev.interlock.examples.seats;

import dev.interlock.api.ApiResponse;
import dev.interlock.api.Problem;
import dev.interlock.api.Timestamps;
import dev.interlock.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The outcome of a booking.
sealed interface SeatBookingVerdict {

  default ApiResponse answer(SeatBookingCommand command) {
    return switch (this) {
      case Accepted accepted -> ApiResponse.json(201, accepted.body(command));
      case Refusal refusal -> ApiResponse.problem(refusal.problem());
    };
  }

  /// The seat was booked.
  ///
  /// @param seats the caller's seats of this show, with this one
  record Accepted(UUID id, long seats, Instant createdAt) implements SeatBookingVerdict {

    static Accepted of(Json.Obj detail, Instant decidedAt) {
      return new Accepted(UUID.fromString(detail.text("id")), detail.integer("seats"), decidedAt);
    }

    private Map<String, Object> body(SeatBookingCommand command) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id.toString());
      body.put("show", command.show().toString());
      body.put("seat", command.seat());
      body.put("seats", seats);
      body.put("createdAt", Timestamps.rfc3339(createdAt));
      return body;
    }
  }

  /// A refusal, in order of precedence. Only the refusal itself was written.
  enum Refusal implements SeatBookingVerdict {
    SHOW_NOT_FOUND,
    ROLE_INSUFFICIENT,
    SEAT_NOT_FOUND,
    SEAT_TAKEN,
    SEAT_LIMIT;

    private Problem problem() {
      return switch (this) {
        case SHOW_NOT_FOUND -> Problem.notFound(Map.of("pointer", "/show"));
        case ROLE_INSUFFICIENT -> Problem.roleInsufficient();
        case SEAT_NOT_FOUND -> Problem.notFound(Map.of("pointer", "/seat"));
        case SEAT_TAKEN ->
            Problem.kept("seat-taken", 409, "Seat taken", "The seat has already been booked.");
        case SEAT_LIMIT ->
            Problem.kept("seat-limit", 409, "Seat limit", "You have four seats of this show.");
      };
    }
  }
}
