package dev.interlock.soak;

import dev.interlock.database.SqlState;
import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Occupies every free connection, so that no other session can connect.
final class OccupiedConnections implements AutoCloseable {
  /// Distinguishes these sessions from the functions' own, whose role they use: the server reserves
  /// a few connections, but not for that role.
  static final String NAME = "interlock-occupied";

  private static final int AT_ONCE = 4;
  private static final String TOO_MANY = "53300";
  private static final Duration INTERVAL = Duration.ofMillis(2);

  private final String url;
  private final Queue<Connection> sessions = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  OccupiedConnections(DatabaseAddress address) {
    // With these the driver names the session while connecting, not by a later statement, which a
    // fault could mistake for a function's and cancel.
    String named = "&assumeMinServerVersion=12&ApplicationName=" + NAME;
    url = address.jdbcUrl() + "&connectTimeout=5&socketTimeout=5" + named;
  }

  /// Opens sessions until the server refuses one.
  void fill() throws SQLException {
    var fillers = IntStream.range(0, AT_ONCE).mapToObj(i -> threads.submit(this::fillAlone));
    for (Future<?> filler : fillers.toList()) {
      try {
        filler.get();
      } catch (ExecutionException failed) {
        throw new SQLException(failed);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new SQLException(interrupted);
      }
    }
    LockSupport.parkNanos(INTERVAL.toNanos());
  }

  private boolean fillAlone() throws SQLException {
    while (true) {
      try {
        sessions.add(DriverManager.getConnection(url));
      } catch (SQLException refused) {
        if (SqlState.of(refused).equals(TOO_MANY)) {
          return true;
        }
        throw refused;
      }
    }
  }

  @Override
  public void close() throws SQLException {
    threads.close();
    for (Connection session : sessions) {
      session.close();
    }
  }
}
