package dev.interlock.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/// Opens connections: one for each invocation, in a try-with-resources block of the retry loop.
public final class Database implements AutoCloseable {

  // Longer than a connect can take; only threads waiting for another's connection ever meet it.
  private static final Duration ACQUISITION_MAX = Duration.ofSeconds(5);

  private final DataSource dataSource;

  /// Opens connections from a data source that someone else configured and closes.
  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// The database that the function's environment variables name.
  public static Database of(Map<String, String> environment) {
    return of(environment, Clock.systemUTC());
  }

  /// The same; the clock tells how long a connection has been idle.
  static Database of(Map<String, String> environment, Clock clock) {
    return new Database(pool(DatabaseSettings.of(environment), clock));
  }

  /// An open connection in auto-commit.
  ///
  /// @throws SQLException when none came about; nothing was sent then
  public Connection open() throws SQLException {
    return dataSource.getConnection();
  }

  @Override
  public void close() {
    if (dataSource instanceof AgroalDataSource pool) {
      pool.close();
    }
  }

  private static AgroalDataSource pool(DatabaseSettings settings, Clock clock) {
    AgroalDataSourceConfigurationSupplier configuration =
        new AgroalDataSourceConfigurationSupplier()
            .metricsEnabled(false)
            .connectionPoolConfiguration(pool ->
                pool.maxSize(settings.connectionsMax())
                    .acquisitionTimeout(ACQUISITION_MAX)
                    .validateOnBorrow(true)
                    .connectionValidator(new IdleValidator(clock))
                    .connectionFactoryConfiguration(factory -> {
                      factory
                          .jdbcUrl(settings.jdbcUrl())
                          .principal(new NamePrincipal(settings.user()))
                          .credential(new SimplePassword(settings.password()));
                      settings.properties().forEach(factory::jdbcProperty);
                      return factory;
                    }));
    try {
      return AgroalDataSource.from(configuration);
    } catch (SQLException e) {
      throw new IllegalStateException("the pool could not be set up", e);
    }
  }
}
