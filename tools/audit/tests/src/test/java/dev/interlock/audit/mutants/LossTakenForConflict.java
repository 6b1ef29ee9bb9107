package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Treats a lost connection as a conflict, that is, as a statement that wrote nothing.
record LossTakenForConflict(AtomicBoolean met) implements Flaw {

  LossTakenForConflict() {
    this(new AtomicBoolean());
  }

  @Override
  public Interceptor interceptor() {
    return new Interceptor() {
      @Override
      public Object executing(String sql, Step<Object> execute) throws SQLException {
        try {
          return execute.run();
        } catch (SQLException e) {
          met.set(true);
          throw new SQLException("as good as a conflict", "40001", e);
        }
      }
    };
  }

  @Override
  public boolean applied() {
    return met.get();
  }
}
