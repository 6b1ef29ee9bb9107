package dev.interlock.races;

import dev.interlock.races.contender.Result;
import java.util.List;

/// How a race ended: the figure that matters, the figure that is right, and what the callers heard.
///
/// @param harmed whether the harm was done that the race is about
/// @param expected what the figure should be, or its limit: see [ForcedRace]
/// @param actual what it is
/// @param replies in the order of the requests
public record RaceOutcome(boolean harmed, long expected, long actual, List<Reply> replies) {

  /// What a caller heard.
  ///
  /// @param answer as in an HTTP API, such as `409 insufficient-funds`; empty without one
  public record Reply(String caller, Result result, String answer) {
    boolean isAccepted() {
      return result == Result.ACCEPTED;
    }
  }

  /// Copies the replies.
  public RaceOutcome {
    replies = List.copyOf(replies);
  }

  static RaceOutcome of(long expected, long actual, List<Reply> replies) {
    return new RaceOutcome(actual != expected, expected, actual, replies);
  }
}
