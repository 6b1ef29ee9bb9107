package dev.interlock.client;

import java.util.Optional;

/// A problem that a function reports. `title` and `detail` are for people; a program goes by the
/// name and the members.
///
/// @param name the part of the type after `urn:interlock:`
/// @param body the whole document
public record ReportedProblem(String name, JsonObject body) {
  private static final String TYPE = "urn:interlock:";

  /// The problem that a body reports; empty if it reports none of Interlock's.
  static Optional<ReportedProblem> in(JsonObject body) {
    return body.members().get("type") instanceof String type && type.startsWith(TYPE)
        ? Optional.of(new ReportedProblem(type.substring(TYPE.length()), body))
        : Optional.empty();
  }

  public String title() {
    return body.optionalText("title").orElse(name);
  }

  public String detail() {
    return body.optionalText("detail").orElse("");
  }
}
