package dev.interlock.bench.contender;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.limits.TimeLimits;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Where a rival's session has its connections from, set up as Interlock sets up its own.
///
/// The same startup options and the same driver properties, so that what is compared is the way of
/// writing and not the way of tuning; a test holds the two together.
sealed interface RivalConnections extends AutoCloseable {

  /// How long Interlock lets a row be waited for in a call that has all its time.
  long ROW_WAIT_MILLIS = TimeLimits.ATTEMPT_MAX.minus(TimeLimits.LOCK_WAIT_MARGIN).toMillis();

  /// A connection, of which one is open at a time.
  Connection open() throws SQLException;

  /// How many connections were made so far.
  long connects();

  @Override
  void close();

  /// A new one each time.
  final class PerCall implements RivalConnections {
    private final String url;
    private final Properties properties;
    private final boolean autoCommit;
    private long connects;

    PerCall(DatabaseAddress functions, IsolationLevel isolation, boolean autoCommit) {
      this.url = "jdbc:" + functions.url();
      this.properties = properties(functions, isolation);
      this.autoCommit = autoCommit;
    }

    @Override
    public Connection open() throws SQLException {
      connects++;
      Connection connection = DriverManager.getConnection(url, properties);
      connection.setAutoCommit(autoCommit);
      return connection;
    }

    @Override
    public long connects() {
      return connects;
    }

    @Override
    public void close() {}
  }

  /// One that is kept.
  final class Pooled implements RivalConnections {
    private final PerCall made;
    private final HikariDataSource pool;

    Pooled(DatabaseAddress functions, IsolationLevel isolation, boolean autoCommit) {
      made = new PerCall(functions, isolation, autoCommit);
      HikariConfig config = new HikariConfig();
      config.setDataSource(new MadeByDriver(made));
      config.setMaximumPoolSize(1);
      config.setAutoCommit(autoCommit);
      config.setConnectionTimeout(TimeLimits.ACQUISITION_MAX.toMillis());
      // Made by the first call, as in an environment that has just started.
      config.setMinimumIdle(0);
      config.setInitializationFailTimeout(-1);
      config.setMaxLifetime(0);
      config.setIdleTimeout(0);
      config.setKeepaliveTime(0);
      pool = new HikariDataSource(config);
    }

    @Override
    public Connection open() throws SQLException {
      return pool.getConnection();
    }

    @Override
    public long connects() {
      return made.connects();
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private static Properties properties(DatabaseAddress functions, IsolationLevel isolation) {
    Properties properties = new Properties();
    properties.setProperty("user", functions.user());
    properties.setProperty("password", functions.password());
    properties.setProperty("ApplicationName", "interlock");
    properties.setProperty("options", options(isolation));
    properties.setProperty("assumeMinServerVersion", "12");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", Long.toString(TimeLimits.CONNECT_MAX.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(TimeLimits.ATTEMPT_MAX.toSeconds()));
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }

  // Interlock sets its limit on waiting for locks with each statement, and so does the function;
  // for all others it is set once.
  private static String options(IsolationLevel isolation) {
    return "-c default_transaction_isolation="
        + isolation.option()
        + " -c statement_timeout=15000 -c idle_in_transaction_session_timeout=5000"
        + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
        + " -c plan_cache_mode=force_generic_plan"
        + " -c lock_timeout="
        + ROW_WAIT_MILLIS;
  }
}
