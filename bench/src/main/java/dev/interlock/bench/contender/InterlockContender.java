package dev.interlock.bench.contender;

import dev.interlock.local.database.DatabaseAddress;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Interlock itself.
record InterlockContender() implements Contender {

  @Override
  public String name() {
    return "interlock";
  }

  @Override
  public String title() {
    return "Interlock";
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.allOf(Operation.class);
  }

  @Override
  public void prepare(Connection owner) {
    // The tables are all it needs.
  }

  @Override
  public Session open(DatabaseAddress functions) {
    return new InterlockSession(functions, UnaryOperator.identity());
  }
}
