package dev.interlock.database;

import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;

/// Decides whether a connection can be used again, at no cost to a busy function. A connection that
/// was idle for some seconds is pinged. After a shorter pause, it is only checked for an error that
/// the server sent when it ended the connection, which takes no round trip. The call then opens
/// another connection; if it cannot, it has sent nothing, so its outcome is known.
///
/// It uses wall-clock time, because the monotonic clock and the pool's housekeeping stop while
/// Lambda freezes the environment.
final class IdleValidator implements ConnectionValidator {

  // The check takes a millisecond: too long for every call of a busy function.
  private static final Duration UNREAD_MAX = Duration.ofMillis(100);
  private static final Duration IDLE_MAX = Duration.ofSeconds(5);
  private static final int PING_SECONDS_MAX = 1;

  private final Clock clock;
  private final Map<Connection, Instant> lastUses =
      Collections.synchronizedMap(new WeakHashMap<>());

  IdleValidator(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean isValid(Connection connection) {
    try {
      Instant now = clock.instant();
      // Unwrapping fails if the driver has closed the connection, which is then discarded. A
      // connection without a last use was opened just now, for this borrower.
      Instant lastUse = lastUses.put(connection.unwrap(Connection.class), now);
      if (lastUse == null) {
        return true;
      }
      if (lastUse.plus(IDLE_MAX).isBefore(now)) {
        return connection.isValid(PING_SECONDS_MAX);
      }
      if (lastUse.plus(UNREAD_MAX).isBefore(now)) {
        // Throws the error that the server sent when it ended the connection.
        connection.unwrap(PGConnection.class).getNotifications();
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
