package dev.interlock.races.contender;

/// The verdicts that are stored under a key, in Interlock's words.
final class Verdicts {

  static final String ACCEPTED = "accepted";

  private static final String ISOLATION_TOO_LOW = "isolation-too-low";

  private Verdicts() {}

  static Result result(String verdict) {
    return switch (verdict) {
      case ACCEPTED -> Result.ACCEPTED;
      case ISOLATION_TOO_LOW -> Result.FAILED;
      default -> Result.REFUSED;
    };
  }
}
