package dev.interlock.bench.call;

import java.util.Locale;

/// The kinds of answers, by how far a call gets.
enum AnswerKind {
  /// Written by this call.
  ACCEPTED("201", false),
  /// Rejected by the contract, before the database is used.
  MALFORMED("400", false),
  /// Refused by the verdict.
  REFUSED("409|412", false),
  /// Written by an earlier call under the same key.
  REPLAYED("201", true);

  private static final String REPLAY_MARK = "\"Idempotency-Replayed\":\"true\"";

  private final String statuses;
  private final boolean replayed;

  AnswerKind(String statuses, boolean replayed) {
    this.statuses = statuses;
    this.replayed = replayed;
  }

  /// The name in tables.
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether a call uses the database.
  boolean needsDatabase() {
    return this != MALFORMED;
  }

  /// Fails if a response is of another kind, because then something else was measured.
  void check(String response) {
    boolean expected =
        response.matches("\\{\"statusCode\":(" + statuses + "),.*")
            && response.contains(REPLAY_MARK) == replayed;
    if (!expected) {
      throw new IllegalStateException("not " + title() + ": " + response);
    }
  }
}
