package dev.interlock.bench.contender;

import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import java.util.function.UnaryOperator;

/// Interlock's handlers.
///
/// @param wrapper what lies between the handlers and the pool
record InterlockContender(String name, String title, String needs, UnaryOperator<Database> wrapper)
    implements Contender {

  @Override
  public ContenderSession open(DatabaseAddress functions) {
    return new InterlockSession(functions, wrapper);
  }
}
