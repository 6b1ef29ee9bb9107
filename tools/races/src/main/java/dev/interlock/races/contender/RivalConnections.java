package dev.interlock.races.contender;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.limits.TimeLimits;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/// How a rival connects: with Interlock's driver settings, so that the comparison is about the way
/// of writing and not about tuning. Only the isolation level and the limit on waits for locks
/// differ.
///
/// @param autoCommit whether each statement is a transaction
record RivalConnections(DatabaseAddress functions, IsolationLevel isolation, boolean autoCommit) {

  /// How long Interlock waits for a row in a call that has all its time.
  static final long ROW_WAIT_MILLIS =
      TimeLimits.ATTEMPT_MAX.minus(TimeLimits.LOCK_WAIT_MARGIN).toMillis();

  private static final String OPTIONS = "options";

  /// A new connection for each call.
  Database perCall() {
    String url = url();
    Properties properties = properties();
    return () -> {
      Connection connection = DriverManager.getConnection(url, properties);
      connection.setAutoCommit(autoCommit);
      return connection;
    };
  }

  /// One connection, kept by HikariCP.
  Database pooled() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url());
    config.setDataSourceProperties(properties());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(autoCommit);
    config.setConnectionTimeout(TimeLimits.ACQUISITION_MAX.toMillis());
    // The first call connects, as in an environment that has just started.
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setMaxLifetime(0);
    config.setIdleTimeout(0);
    config.setKeepaliveTime(0);
    return new HikariDatabase(new HikariDataSource(config));
  }

  private record HikariDatabase(HikariDataSource pool) implements Database {
    @Override
    public Connection open() throws SQLException {
      return pool.getConnection();
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  private String url() {
    return "jdbc:" + functions.url();
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(Database.driverProperties(Map.of("DATABASE_URL", functions.url())));
    properties.setProperty("user", functions.user());
    properties.setProperty("password", functions.password());
    // Interlock's statement and the function set their own limit on waits. For all others it is set
    // once. Of two options with the same name the last one counts.
    properties.setProperty(
        OPTIONS,
        "%s -c default_transaction_isolation=%s -c lock_timeout=%d"
            .formatted(properties.getProperty(OPTIONS), isolation.option(), ROW_WAIT_MILLIS));
    return properties;
  }
}
