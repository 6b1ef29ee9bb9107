package dev.interlock.emulator.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Connects to a server as its superuser, even when clients have taken every connection.
final class AdministratorSession {
  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);

  private AdministratorSession() {}

  /// Retries while the server has no connection left. Clients that are just being refused briefly
  /// hold even the connections reserved for superusers.
  static Connection open(EmbeddedPostgres server) throws SQLException, IOException {
    long giveUp = System.nanoTime() + WAIT_MAX.toNanos();
    while (true) {
      try {
        return server.administrator().connect();
      } catch (SQLException refused) {
        if (!TOO_MANY_CONNECTIONS.equals(refused.getSQLState()) || System.nanoTime() > giveUp) {
          throw refused;
        }
        Postmaster.pause(POLL, () -> false);
      }
    }
  }
}
