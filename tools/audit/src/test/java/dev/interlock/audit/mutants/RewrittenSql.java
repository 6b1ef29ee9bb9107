package dev.interlock.audit.mutants;

import dev.interlock.testkit.Interceptor;
import dev.interlock.testkit.Mutation;
import dev.interlock.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A product with other SQL, and perhaps a lower isolation level or a CHECK less.
record Rewritten(Mutation mutation, boolean atReadCommitted, List<String> dropped) implements Flaw {

  /// One statement with a fragment replaced.
  static Rewritten with(String fragment, String instead) {
    return new Rewritten(Mutation.of(fragment, instead), false, List.of());
  }

  /// And another fragment of the same statement.
  Rewritten and(String fragment, String instead) {
    return new Rewritten(mutation.and(fragment, instead), atReadCommitted, dropped);
  }

  /// At READ COMMITTED, with nothing that refuses it.
  Rewritten runAtReadCommitted() {
    return new Rewritten(
        mutation.and("WHEN f.isolation NOT IN ('repeatable read', 'serializable')", "WHEN false"),
        true,
        dropped);
  }

  /// Without one of the schema's CHECKs.
  Rewritten without(String table, String check) {
    List<String> statements = new ArrayList<>(dropped);
    statements.add("ALTER TABLE " + table + " DROP CONSTRAINT " + check);
    return new Rewritten(mutation, atReadCommitted, statements);
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
    };
  }

  @Override
  public boolean applied() {
    return mutation.applied();
  }
}
