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

/// Pings a connection before it is used again, but only if it was idle for some seconds, so that a
/// busy function pays no round trip.
///
/// It uses wall-clock time, because the monotonic clock and the pool's housekeeping stop while
/// Lambda freezes the environment.
final class IdleValidator implements ConnectionValidator {

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
      boolean idle = lastUse != null && lastUse.plus(IDLE_MAX).isBefore(now);
      return !idle || connection.isValid(PING_SECONDS_MAX);
    } catch (SQLException e) {
      return false;
    }
  }
}
