package dev.interlock.bench.call;

import java.util.Locale;

/// The kinds of answer that differ in how far a call goes.
enum AnswerKind {
  /// Written by this call.
  ACCEPTED("201", false),
  /// Refused by the contract, before there is anything for a database.
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

  /// As tables show it.
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether anything is asked of the database.
  boolean needsDatabase() {
    return this != MALFORMED;
  }

  /// Fails when a response is of another kind: then something else was measured.
  void check(String response) {
    boolean expected =
        response.matches("\\{\"statusCode\":(" + statuses + "),.*")
            && response.contains(REPLAY_MARK) == replayed;
    if (!expected) {
      throw new IllegalStateException("not " + title() + ": " + response);
    }
  }
}
