package dev.interlock.testkit.connections;

import dev.interlock.database.Database;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A database, and execution environments that reach it each over a connection of their own.
///
/// An environment has the function's own pool and settings; an [Interceptor] may stand before it.
/// Closing the stage closes them all.
public final class Stage implements AutoCloseable {

  private final TestDatabase database;
  private final Map<String, String> variables;
  private final Supplier<? extends Interceptor> interceptor;
  private final Queue<Database> environments = new ConcurrentLinkedQueue<>();
  private @Nullable StatementRunner only;

  private Stage(
      TestDatabase database,
      Map<String, String> variables,
      Supplier<? extends Interceptor> interceptor) {
    this.database = database;
    this.variables = variables;
    this.interceptor = interceptor;
  }

  /// Environments as they are in production: at SERIALIZABLE, nothing between.
  public static Stage of(TestDatabase database) {
    return with(database, new Interceptor() {});
  }

  /// Environments that all have this interceptor before them.
  public static Stage with(TestDatabase database, Interceptor interceptor) {
    return new Stage(database, database.environment(), () -> interceptor);
  }

  /// Environments that reach the database by way of a proxy.
  public static Stage via(TestDatabase database, TcpProxy proxy, Interceptor interceptor) {
    return new Stage(database, database.environment(proxy.port()), () -> interceptor);
  }

  /// Environments whose connections run at an isolation level of [Connection].
  public static Stage at(TestDatabase database, int isolation) {
    return with(database, isolation(isolation));
  }

  /// One environment for all, with as many connections as it may have invocations at once: whoever
  /// asks for an environment is one of its threads, as on Lambda's Managed Instances.
  public static Stage ofOneEnvironment(TestDatabase database, int atOnce) {
    Map<String, String> variables = new LinkedHashMap<>(database.environment());
    variables.put("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(atOnce));
    Stage stage = new Stage(database, variables, () -> new Interceptor() {});
    stage.only = stage.environment();
    return stage;
  }

  /// What sets the isolation level of each connection.
  public static Interceptor isolation(int level) {
    return new Interceptor() {
      @Override
      public Connection opening(Step<Connection> open) throws SQLException {
        Connection connection = open.run();
        connection.setTransactionIsolation(level);
        return connection;
      }
    };
  }

  /// A new environment, its connection open; or the only one.
  public StatementRunner environment() {
    if (only != null) {
      return only;
    }
    Database pool = Database.of(variables);
    environments.add(pool);
    try {
      // Races are among statements, not among connects.
      pool.open().close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return new StatementRunner(
        new InterceptedDataSource(pool::open, interceptor.get())::getConnection);
  }

  public TestDatabase database() {
    return database;
  }

  @Override
  public void close() {
    environments.forEach(Database::close);
  }
}
