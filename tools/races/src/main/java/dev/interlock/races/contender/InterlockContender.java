package dev.interlock.races.contender;

import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import java.util.function.UnaryOperator;

/// Interlock's handlers.
///
/// @param wrapper what lies between the handlers and the pool
record InterlockContender(String name, String title, String needs, UnaryOperator<Database> wrapper)
    implements Contender {

  /// The functions that can be called in place of the statements settle no holds.
  @Override
  public boolean does(MeasuredOperation operation) {
    return needs.isEmpty() || operation != MeasuredOperation.SETTLEMENT;
  }

  @Override
  public boolean countsHolds() {
    return true;
  }

  @Override
  public ContenderSession open(DatabaseAddress functions, UnaryOperator<Database> between) {
    return new InterlockSession(functions, pool -> between.apply(wrapper.apply(pool)));
  }
}
