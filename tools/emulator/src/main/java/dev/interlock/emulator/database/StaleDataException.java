package dev.interlock.emulator.database;

import dev.interlock.emulator.host.SetupException;

/// Reports data from an earlier version that this one cannot use.
public final class StaleDataException extends SetupException {
  private static final long serialVersionUID = 1;

  StaleDataException(String why) {
    super(why);
  }
}
