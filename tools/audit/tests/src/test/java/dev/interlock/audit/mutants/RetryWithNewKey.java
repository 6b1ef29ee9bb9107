package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Treats a lost answer as a statement that did not run, and runs it again as another command.
record RetryWithNewKey(AtomicBoolean met) implements Flaw {

  RetryWithNewKey() {
    this(new AtomicBoolean());
  }

  @Override
  public Interceptor interceptor() {
    return new Interceptor() {
      @Override
      public String preparing(String sql) {
        return met.get()
            ? sql.replace("?::text AS idempotency_key", "?::text || '-again' AS idempotency_key")
            : sql;
      }

      @Override
      public Object executing(String sql, Step<Object> execute) throws SQLException {
        try {
          return execute.run();
        } catch (SQLException e) {
          met.set(true);
          throw e;
        }
      }
    };
  }

  @Override
  public boolean applied() {
    return met.get();
  }
}
