package dev.interlock.audit.mutants;

import dev.interlock.testkit.Interceptor;
import dev.interlock.testkit.Mutation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// A product that opens a transaction before it sends its statement, and in the statement asks for
/// the time of the transaction.
record BegunEarly(Mutation mutation) implements Flaw {

  BegunEarly() {
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
