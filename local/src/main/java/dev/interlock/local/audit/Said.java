package dev.interlock.local.audit;

import dev.interlock.local.history.Exchange;
import java.util.Locale;
import java.util.Set;

/// What an answer says of the effect of its request.
enum Said {
  /// 201: it took effect.
  ACCEPTED,
  /// It was refused, and that is kept under its key.
  REFUSED,
  /// It was refused for what it is, and would be each time; nothing is kept.
  TURNED_AWAY,
  /// Nothing was written this time.
  NOTHING_WRITTEN,
  /// A read was answered with what it asked for.
  SHOWN,
  /// The product itself is at fault; of the effect that says nothing.
  DEFECT,
  /// Nothing, or nothing that can be relied upon.
  UNKNOWN;

  private static final Set<Integer> FOR_WHAT_IT_IS = Set.of(400, 401, 413, 415, 422, 428);
  private static final Set<Integer> KEPT = Set.of(403, 404, 409, 412);
  private static final Set<String> BEFORE_ANYTHING =
      Set.of("contention", "database-unavailable", "request-in-progress");

  /// Reads an answer to a write. The status alone does not tell: a gateway has a 404 and a 503 too.
  ///
  /// @param problem what follows `urn:interlock:` in its `type`, empty when it has none
  static Said ofWrite(Exchange.Answer answer, String problem) {
    int status = answer.status();
    if (status == 201) {
      return ACCEPTED;
    }
    if (BEFORE_ANYTHING.contains(problem) && (status == 503 || status == 409)) {
      return NOTHING_WRITTEN;
    }
    if (FOR_WHAT_IT_IS.contains(status)) {
      return TURNED_AWAY;
    }
    if (problem.equals("internal")) {
      return DEFECT;
    }
    return KEPT.contains(status) && !problem.isEmpty() ? REFUSED : UNKNOWN;
  }

  /// As the tables of a history hold it: `turned-away`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
