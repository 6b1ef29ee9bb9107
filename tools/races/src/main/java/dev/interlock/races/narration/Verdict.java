package dev.interlock.races.narration;

import dev.interlock.races.ForcedRace;
import dev.interlock.races.RaceOutcome;
import dev.interlock.races.RaceOutcome.Reply;
import dev.interlock.races.contender.Result;
import java.util.List;

/// The sentences about races and how they ended.
public final class Verdict {
  private Verdict() {}

  /// What happens in a race.
  public static String summary(ForcedRace race) {
    return switch (race) {
      case LOST_UPDATE -> "Two transfers, of 10 and of 20, leave one account that has 100.";
      case DOUBLE_SPEND -> "Two transfers of 80 leave one account that has 100.";
      case OVERSELL -> "Two orders each take the last unit.";
      case SENT_TWICE ->
          "One transfer of 10 is sent twice at the same moment and once more later, with one key.";
      case LAST_OWNER -> "Two owners remove each other.";
      case REVOKED_MEANWHILE ->
          "A transfer (A) is in flight when its sender's right is revoked (B).";
      case CAPTURED_TWICE -> "Two settlements each capture a hold of 80.";
      case EXPIRED_WHILE_CAPTURED ->
          "A capture of 80 (A) waits until its hold expires. B spends 80 of the same 100.";
      case LOST_CONNECTION ->
          "A connection dies between the commit and its answer, so the client sends again (B).";
    };
  }

  static String of(RacedWay raced) {
    return figure(raced.race(), raced.outcome()) + refused(raced.outcome().replies());
  }

  private static String figure(ForcedRace race, RaceOutcome outcome) {
    long actual = outcome.actual();
    return switch (race) {
      case LOST_UPDATE ->
          "balance %d".formatted(actual)
              + (outcome.harmed() ? " instead of " + outcome.expected() : "");
      case DOUBLE_SPEND, EXPIRED_WHILE_CAPTURED ->
          "paid out %d of %d".formatted(actual, outcome.expected());
      case CAPTURED_TWICE -> "captured %d of %d".formatted(actual, outcome.expected());
      case OVERSELL -> "sold %d of %d".formatted(actual, outcome.expected());
      case LAST_OWNER -> actual == 1 ? "1 owner left" : actual + " owners left";
      case REVOKED_MEANWHILE ->
          outcome.harmed()
              ? "paid out after the revoke was acknowledged"
              : "nothing paid out after the revoke was acknowledged";
      case SENT_TWICE, LOST_CONNECTION ->
          actual == 1 ? "carried out once" : "carried out %d times".formatted(actual);
    };
  }

  private static String refused(List<Reply> replies) {
    List<Reply> refused =
        replies.stream().filter(reply -> reply.result() == Result.REFUSED).toList();
    if (refused.isEmpty()) {
      return "";
    }
    String answer = refused.getFirst().answer();
    String reason = answer.isEmpty() ? "" : ": " + answer.substring(answer.indexOf(' ') + 1);
    return "; %d of %d refused%s".formatted(refused.size(), replies.size(), reason);
  }
}
