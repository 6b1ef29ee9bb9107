package dev.interlock.local.database;

/// Reports data from an earlier version that this one cannot use.
public final class StaleDataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StaleDataException(String why) {
    super(why);
  }
}
