package com.example.tickets;

import dev.interlock.api.ApiResponse;
import dev.interlock.api.Problem;
import dev.interlock.api.Timestamps;
import dev.interlock.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The outcome of a check-in.
sealed interface CheckInVerdict {

  default ApiResponse answer(CheckInCommand command) {
    return switch (this) {
      case Accepted accepted -> ApiResponse.json(201, accepted.body(command));
      case Refusal refusal -> ApiResponse.problem(refusal.problem());
    };
  }

  record Accepted(UUID id, Instant createdAt) implements CheckInVerdict {

    static Accepted of(Json.Obj detail, Instant decidedAt) {
      return new Accepted(UUID.fromString(detail.text("id")), decidedAt);
    }

    private Map<String, Object> body(CheckInCommand command) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id.toString());
      body.put("ticket", command.ticket());
      body.put("createdAt", Timestamps.rfc3339(createdAt));
      return body;
    }
  }

  /// A refusal, in order of precedence.
  enum Refusal implements CheckInVerdict {
    NOT_FOUND,
    ALREADY_CHECKED_IN;

    private Problem problem() {
      return switch (this) {
        case NOT_FOUND -> Problem.notFound(Map.of("pointer", "/ticket"));
        case ALREADY_CHECKED_IN ->
            Problem.kept(
                "already-checked-in",
                409,
                "Already checked in",
                "The ticket has already been used.");
      };
    }
  }
}
