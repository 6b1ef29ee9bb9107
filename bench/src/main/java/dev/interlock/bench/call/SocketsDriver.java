package dev.interlock.bench.call;

import dev.interlock.emulator.database.DatabaseAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// pgjdbc over custom sockets, for sessions that request them by their application name. A URL
/// cannot, because the functions reject every parameter that changes how they connect.
final class SocketsDriver implements Driver {

  private static final Map<String, Properties> SOCKETS = new ConcurrentHashMap<>();

  static {
    try {
      // DriverManager uses the first driver that accepts a URL.
      org.postgresql.Driver.deregister();
      DriverManager.registerDriver(new SocketsDriver());
      org.postgresql.Driver.register();
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Driver driver = new org.postgresql.Driver();

  private SocketsDriver() {}

  /// The same database over such sockets, without TLS.
  static DatabaseAddress on(
      DatabaseAddress address, Class<? extends Sockets> sockets, Path argument) {
    String name = sockets.getSimpleName() + SOCKETS.size();
    Properties properties = new Properties();
    properties.setProperty("socketFactory", sockets.getName());
    properties.setProperty("socketFactoryArg", argument.toString());
    SOCKETS.put(name, properties);
    return DatabaseAddress.parse(
        address.via(address.port()).jdbcUrl() + "&ApplicationName=" + name);
  }

  @Override
  public @Nullable Connection connect(String url, Properties asked) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(asked);
    properties.putAll(
        SOCKETS.getOrDefault(asked.getProperty("ApplicationName", ""), new Properties()));
    return driver.connect(url, properties);
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return driver.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties asked) throws SQLException {
    return driver.getPropertyInfo(url, asked);
  }

  @Override
  public int getMajorVersion() {
    return driver.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return driver.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return driver.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("");
  }
}
