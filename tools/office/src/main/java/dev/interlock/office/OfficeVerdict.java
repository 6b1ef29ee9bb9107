package dev.interlock.office;

import dev.interlock.json.Json;
import java.time.Instant;

/// The outcome of a command. Both kinds are kept under its key.
public sealed interface OfficeVerdict {

  /// What it says of the rows: such as the balance after the command, or the one that refused it.
  Json.Obj detail();

  /// Everything was written.
  record Accepted(Json.Obj detail, Instant decidedAt) implements OfficeVerdict {}

  /// Only the refusal itself was written.
  record Refused(OfficeRefusal why, Json.Obj detail) implements OfficeVerdict {}
}
