package dev.interlock.testkit.connections;

import dev.interlock.database.Database;
import dev.interlock.testkit.servers.RetriedConnection;
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

/// A database and execution environments, each with a separate connection to it.
///
/// An environment has a function's usual pool and settings, optionally behind an [Interceptor].
/// Closing the stage closes all of them.
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

  /// Environments as in production.
  public static Stage of(TestDatabase database) {
    return with(database, new Interceptor() {});
  }

  /// Environments that all use this interceptor.
  public static Stage with(TestDatabase database, Interceptor interceptor) {
    return new Stage(database, database.environment(), () -> interceptor);
  }

  /// Environments that connect through a proxy.
  public static Stage via(TestDatabase database, TcpProxy proxy, Interceptor interceptor) {
    return new Stage(database, database.environment(proxy.port()), () -> interceptor);
  }

  /// Environments whose connections run at an isolation level of [Connection].
  public static Stage at(TestDatabase database, int isolation) {
    return at(database, isolation, new Interceptor() {});
  }

  /// The same, behind an interceptor.
  public static Stage at(TestDatabase database, int isolation, Interceptor interceptor) {
    return with(database, isolation(isolation).before(interceptor));
  }

  /// A single environment with a connection for each concurrent invocation, as on Lambda Managed
  /// Instances. Each call of [#environment] returns it.
  public static Stage ofOneEnvironment(TestDatabase database, int atOnce) {
    Map<String, String> variables = new LinkedHashMap<>(database.environment());
    variables.put("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(atOnce));
    Stage stage = new Stage(database, variables, () -> new Interceptor() {});
    stage.only = stage.environment();
    return stage;
  }

  /// Sets the isolation level of each connection.
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

  /// A new environment with an open connection, or the single one.
  public StatementRunner environment() {
    if (only != null) {
      return only;
    }
    Database pool = Database.of(variables);
    environments.add(pool);
    try {
      // Races are among statements, not among connects.
      RetriedConnection.of(pool).close();
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
