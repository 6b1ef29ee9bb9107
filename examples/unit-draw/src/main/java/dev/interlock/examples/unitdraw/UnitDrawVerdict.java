package dev.interlock.examples.unitdraw;

import dev.interlock.api.ApiResponse;
import dev.interlock.api.Problem;
import dev.interlock.api.Timestamps;
import dev.interlock.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The outcome of a command.
sealed interface UnitDrawVerdict {

  /// Answers the caller.
  default ApiResponse answer(UnitDrawCommand command) {
    return switch (this) {
      case Accepted accepted -> ApiResponse.json(201, accepted.body(command));
      case Refusal refusal -> ApiResponse.problem(refusal.problem());
    };
  }

  /// The quantity was taken.
  record Accepted(UUID id, long remaining, Instant createdAt) implements UnitDrawVerdict {

    static Accepted of(Json.Obj detail, Instant decidedAt) {
      return new Accepted(
          UUID.fromString(detail.text("id")), detail.integer("remaining"), decidedAt);
    }

    private Map<String, Object> body(UnitDrawCommand command) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", id.toString());
      body.put("resource", command.resource().toString());
      body.put("quantity", command.quantity());
      body.put("remaining", remaining);
      body.put("createdAt", Timestamps.rfc3339(createdAt));
      return body;
    }
  }

  /// A refusal, in order of precedence. Only the refusal itself was written.
  enum Refusal implements UnitDrawVerdict {
    NOT_FOUND,
    ROLE_INSUFFICIENT,
    UNIT_DRAW_LIMIT;

    private Problem problem() {
      return switch (this) {
        case NOT_FOUND -> Problem.notFound(Map.of("pointer", "/resource"));
        case ROLE_INSUFFICIENT -> Problem.roleInsufficient();
        case UNIT_DRAW_LIMIT ->
            Problem.kept("unit-draw-limit", 409, "Limit reached", "Less than that is left.");
      };
    }
  }
}
