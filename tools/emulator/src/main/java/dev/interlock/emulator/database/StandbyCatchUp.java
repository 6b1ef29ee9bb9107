package dev.interlock.emulator.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Waits until a standby has replicated everything.
final class StandbyCatchUp {
  private static final Duration CATCH_UP_MAX = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);

  private StandbyCatchUp() {}

  /// Returns when the standby is synchronous and has everything that the primary has now.
  static void await(EmbeddedPostgres primary) throws IOException {
    long giveUp = System.nanoTime() + CATCH_UP_MAX.toNanos();
    try (Connection connection = AdministratorSession.open(primary);
        Statement statement = connection.createStatement();
        ResultSet now = statement.executeQuery("SELECT pg_current_wal_flush_lsn()");
        PreparedStatement caughtUp =
            connection.prepareStatement(
                """
                SELECT 1 FROM pg_stat_replication
                WHERE sync_state = 'sync' AND flush_lsn >= ?::pg_lsn
                """)) {
      now.next();
      caughtUp.setString(1, now.getString(1));
      while (!hasRow(caughtUp)) {
        if (System.nanoTime() > giveUp) {
          throw new IOException("the standby does not catch up: see " + primary.log());
        }
        Postmaster.pause(POLL, () -> false);
      }
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  private static boolean hasRow(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      return rows.next();
    }
  }
}
