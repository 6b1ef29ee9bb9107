package dev.interlock.client;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What an answer to a write tells its caller: the rows of the table "What an answer means" in
/// `docs/api.md`.
public enum AnswerMeaning {
  /// The command took effect.
  ACCEPTED(Certainty.YES, Certainty.YES, Next.NOTHING),
  /// The service refused it, and will answer the same key with the same refusal from now on.
  REFUSED(Certainty.NO, Certainty.YES, Next.NEW_KEY),
  /// The request itself is wrong: its form, its token or its path.
  REJECTED(Certainty.NO, Certainty.NO, Next.FIXED_REQUEST),
  /// This call wrote nothing; the same call may succeed later.
  NOT_WRITTEN(Certainty.NO, Certainty.NO, Next.SAME_KEY),
  /// The service reports a defect in itself.
  DEFECT(Certainty.PERHAPS, Certainty.PERHAPS, Next.SAME_KEY),
  /// The caller cannot know whether anything was written.
  UNKNOWN(Certainty.PERHAPS, Certainty.PERHAPS, Next.SAME_KEY);

  private static final String IN_PROGRESS = "request-in-progress";
  private static final String KEY_REUSED = "idempotency-key-reused";
  private static final Set<String> UNAVAILABLE = Set.of("contention", "database-unavailable");

  private final Certainty written;
  private final Certainty kept;
  private final Next next;

  AnswerMeaning(Certainty written, Certainty kept, Next next) {
    this.written = written;
    this.kept = kept;
    this.next = next;
  }

  /// How certain a caller can be.
  public enum Certainty {
    YES,
    NO,
    PERHAPS
  }

  /// What to send next.
  public enum Next {
    NOTHING,
    NEW_KEY,
    FIXED_REQUEST,
    SAME_KEY
  }

  /// The meaning of an answer by its status and its problem type.
  ///
  /// @param problem the part of the type after `urn:interlock:`; empty when the answer has no such
  ///   type, because the function accepted or API Gateway answered
  public static AnswerMeaning of(int status, String problem) {
    if (problem.isEmpty()) {
      return withoutProblem(status);
    }
    return switch (status) {
      case 400, 401, 413, 415, 422, 428 -> REJECTED;
      case 403, 404, 412 -> REFUSED;
      case 409 -> problem.equals(IN_PROGRESS) ? NOT_WRITTEN : REFUSED;
      case 500 -> problem.equals("internal") ? DEFECT : UNKNOWN;
      case 503 -> UNAVAILABLE.contains(problem) ? NOT_WRITTEN : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  // Every refusal of a function has a type, so a 4xx without one came before any function ran.
  private static AnswerMeaning withoutProblem(int status) {
    return switch (status) {
      case 201 -> ACCEPTED;
      case 429 -> NOT_WRITTEN;
      default -> status / 100 == 4 ? REJECTED : UNKNOWN;
    };
  }

  /// The meaning of an answer, or of its absence. A 201 without a readable body counts as no
  /// answer: sent again, the command gets its body.
  static AnswerMeaning of(Optional<ApiAnswer> answer) {
    return answer
        .map(each -> of(each.status(), each.problem().map(ReportedProblem::name).orElse("")))
        .filter(meaning -> meaning != ACCEPTED || answer.get().json().isPresent())
        .orElse(UNKNOWN);
  }

  /// Whether the command may take effect, or have taken effect, by this attempt or by another call
  /// that the answer reports.
  boolean leavesOpen(Optional<ApiAnswer> answer) {
    return written == Certainty.PERHAPS || reports(answer, IN_PROGRESS);
  }

  /// Whether it says what became of the command, however often it has been sent before: keys are
  /// kept for ever, so one that belongs to another command was never this one's.
  boolean isFinal(Optional<ApiAnswer> answer) {
    return kept == Certainty.YES || reports(answer, KEY_REUSED);
  }

  private static boolean reports(Optional<ApiAnswer> answer, String problem) {
    return answer
        .flatMap(ApiAnswer::problem)
        .filter(each -> each.name().equals(problem))
        .isPresent();
  }

  /// Whether this call wrote anything.
  public Certainty written() {
    return written;
  }

  /// Whether the answer is stored under the key.
  public Certainty kept() {
    return kept;
  }

  /// What to send next.
  public Next next() {
    return next;
  }

  /// Whether there is no point in sending the same request again.
  public boolean settled() {
    return next != Next.SAME_KEY;
  }

  /// The name in tables: `not-written`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
