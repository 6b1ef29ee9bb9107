package dev.interlock.database;

import dev.interlock.limits.TimeLimits;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import org.postgresql.PGConnection;

/// The connections of one execution environment: at most one for each concurrent invocation, opened
/// when first needed, and kept.
final class PooledDatabase implements Database {

  private static final String STARTUP_REFUSED =
      "a startup parameter was refused: behind a pooler or proxy, set DATABASE_POOLER to session or"
          + " transaction";

  private final DatabaseSettings settings;
  private final Credentials credentials;
  private final Clock clock;
  private volatile AgroalDataSource pool;

  private PooledDatabase(DatabaseSettings settings, Credentials credentials, Clock clock) {
    this.settings = settings;
    this.credentials = credentials;
    this.clock = clock;
    this.pool = pool(settings);
  }

  /// @param clock measures how long a connection was idle, and the age of a credential
  static PooledDatabase of(Map<String, String> environment, Clock clock) {
    return of(environment, DatabaseSettings.of(environment), clock);
  }

  /// For functions that only read: the server refuses every write.
  static PooledDatabase forReads(Map<String, String> environment, Clock clock) {
    return of(environment, DatabaseSettings.of(environment).forReads(), clock);
  }

  private static PooledDatabase of(
      Map<String, String> environment, DatabaseSettings settings, Clock clock) {
    CredentialSource source = CredentialSource.of(environment, settings);
    return new PooledDatabase(settings, new Credentials(source, clock), clock);
  }

  @Override
  public Connection open() throws SQLException {
    int generation = credentials.generation();
    Connection connection;
    try {
      connection = pool.getConnection();
    } catch (UncheckedIOException e) {
      throw new SQLException("no credential to connect with", SqlState.NO_CREDENTIAL, e.getCause());
    } catch (SQLException e) {
      if (SqlState.isCredentialRefused(SqlState.of(e))) {
        // Perhaps rotated: the next connection fetches it again.
        credentials.refused(generation);
      }
      if (settings.pooler() == Pooler.NONE && SqlState.isStartupRefused(SqlState.of(e))) {
        throw new SQLException(STARTUP_REFUSED, SqlState.STARTUP_REFUSED, e);
      }
      throw e;
    }
    requireUtf8(connection);
    return connection;
  }

  // The server reports its encoding while connecting, and the driver keeps it.
  private static void requireUtf8(Connection connection) throws SQLException {
    String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    if (encoding != null && !encoding.equals("UTF8")) {
      connection.close();
      throw new SQLException(
          "the database's encoding must be UTF8, not " + encoding, SqlState.ENCODING_UNSUPPORTED);
    }
  }

  @Override
  public void rehearse(Runnable rehearsal) {
    pool.close();
    pool = pool(settings.inReadOnlyTransactions());
    try {
      rehearsal.run();
    } finally {
      pool.close();
      credentials.forget();
      pool = pool(settings);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  private AgroalDataSource pool(DatabaseSettings of) {
    AgroalDataSourceConfigurationSupplier configuration =
        new AgroalDataSourceConfigurationSupplier()
            .metricsEnabled(false)
            .connectionPoolConfiguration(connections ->
                connections
                    .maxSize(of.connectionsMax())
                    .acquisitionTimeout(TimeLimits.ACQUISITION_MAX)
                    // Only the retry loop retries. The pool would retry a second later: perhaps
                    // past the deadline, and with the credential that was just rejected.
                    .establishmentRetryAttempts(0)
                    .validateOnBorrow(true)
                    .connectionValidator(new IdleValidator(clock))
                    .connectionFactoryConfiguration(factory -> {
                      factory
                          .jdbcUrl(of.url().jdbcUrl())
                          .autoCommit(!of.readOnlyTransactions())
                          .readOnly(of.readOnlyTransactions())
                          .addSecurityProvider(credentials)
                          .credential(credentials);
                      of.properties().forEach(factory::jdbcProperty);
                      return factory;
                    }));
    try {
      return AgroalDataSource.from(configuration, new UnfinishedTransactions());
    } catch (SQLException e) {
      throw new IllegalStateException("the pool could not be set up", e);
    }
  }
}
