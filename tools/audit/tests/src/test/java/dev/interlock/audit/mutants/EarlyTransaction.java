package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.statements.Mutation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Opens a transaction before the statement is sent, and uses the time of that transaction in the
/// statement.
record EarlyTransaction(Mutation mutation) implements Flaw {

  EarlyTransaction() {
    this(Mutation.of("clock_timestamp() AS decided_at", "now() AS decided_at"));
  }

  @Override
  public Interceptor interceptor() {
    return new Interceptor() {
      private Connection connection;

      @Override
      public Connection opening(Step<Connection> open) throws SQLException {
        connection = open.run();
        return connection;
      }

      @Override
      public String preparing(String sql) {
        return mutation.preparing(sql);
      }

      @Override
      public boolean queues() {
        return mutation.queues();
      }

      @Override
      public Object executing(String sql, Step<Object> execute) throws SQLException {
        try (Statement transaction = connection.createStatement()) {
          transaction.execute("BEGIN");
          Object rows = execute.run();
          transaction.execute("COMMIT");
          return rows;
        }
      }
    };
  }

  @Override
  public boolean applied() {
    return mutation.applied();
  }
}
