package dev.interlock.office;

import dev.interlock.json.Json;
import java.time.Instant;

/// The outcome of a command. Both kinds are kept under its key.
public sealed interface OfficeVerdict {

  /// What was found or written: the balance after the command, for example, or the balance that was
  /// too low for it.
  Json.Obj detail();

  /// Everything was written.
  record Accepted(Json.Obj detail, Instant decidedAt) implements OfficeVerdict {}

  /// Only the refusal itself was written.
  record Refused(OfficeRefusal why, Json.Obj detail) implements OfficeVerdict {}
}
