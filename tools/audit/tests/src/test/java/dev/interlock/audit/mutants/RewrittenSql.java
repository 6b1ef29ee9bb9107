package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.Mutation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Changed SQL, perhaps with a lower isolation level or without a CHECK.
record RewrittenSql(Mutation mutation, boolean atReadCommitted, List<String> dropped)
    implements Flaw {

  /// One statement with a fragment replaced.
  static RewrittenSql with(String fragment, String instead) {
    return new RewrittenSql(Mutation.of(fragment, instead), false, List.of());
  }

  /// And another fragment of the same statement.
  RewrittenSql and(String fragment, String instead) {
    return new RewrittenSql(mutation.and(fragment, instead), atReadCommitted, dropped);
  }

  /// At READ COMMITTED, without the guard that refuses it.
  RewrittenSql runAtReadCommitted() {
    return new RewrittenSql(
        mutation.and("WHEN f.isolation NOT IN ('repeatable read', 'serializable')", "WHEN false"),
        true,
        dropped);
  }

  /// Without one of the schema's CHECK constraints.
  RewrittenSql without(String table, String check) {
    List<String> statements = new ArrayList<>(dropped);
    statements.add("ALTER TABLE " + table + " DROP CONSTRAINT " + check);
    return new RewrittenSql(mutation, atReadCommitted, statements);
  }

  @Override
  public boolean weakensTables() {
    return !dropped.isEmpty();
  }

  @Override
  public void prepare(TestDatabase database) {
    dropped.forEach(database::run);
  }

  @Override
  public Interceptor interceptor() {
    return new Interceptor() {
      @Override
      public Connection opening(Step<Connection> open) throws SQLException {
        Connection connection = open.run();
        if (atReadCommitted) {
          connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
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
    };
  }

  @Override
  public boolean applied() {
    return mutation.applied();
  }
}
