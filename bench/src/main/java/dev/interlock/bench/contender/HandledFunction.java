package dev.interlock.bench.contender;

import dev.interlock.local.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/// Interlock's handlers with the functions of `bench/functions.sql` in place of its statements:
/// what is left between the two is what the form of the statement costs.
record HandledFunction(Contender function) implements Contender {

  @Override
  public String name() {
    return "function-handled";
  }

  @Override
  public String title() {
    return "the same function behind Interlock's handler";
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.allOf(Operation.class);
  }

  @Override
  public void prepare(Connection owner) throws SQLException {
    function.prepare(owner);
  }

  @Override
  public Session open(DatabaseAddress functions) {
    return new InterlockSession(functions, FunctionCalls::new);
  }
}
