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

/// Pings a connection before it is used again, but only after a while in which nothing was.
///
/// A warm function pays no round trip for it. Wall-clock time, because the monotonic clock and the
/// pool's own housekeeping stand still while Lambda has the environment frozen.
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
      // Unwrapping a connection that the driver has closed fails, and so it is thrown away.
      // One that was never used was opened for this borrower just now.
      Instant lastUse = lastUses.put(connection.unwrap(Connection.class), now);
      boolean idle = lastUse != null && lastUse.plus(IDLE_MAX).isBefore(now);
      return !idle || connection.isValid(PING_SECONDS_MAX);
    } catch (SQLException e) {
      return false;
    }
  }
}
