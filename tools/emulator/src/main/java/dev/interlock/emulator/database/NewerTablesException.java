package dev.interlock.emulator.database;

import dev.interlock.emulator.host.SetupException;

/// Reports tables of a later version of Interlock than this one.
public final class NewerTablesException extends SetupException {
  private static final long serialVersionUID = 1;

  NewerTablesException(long found, int known) {
    super("its tables are of version " + found + ", and this version knows " + known);
  }

  NewerTablesException(String operation, int found, int known) {
    super(
        "its tables of %s are of version %d, and this version knows %d"
            .formatted(operation, found, known));
  }
}
