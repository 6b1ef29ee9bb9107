package dev.interlock.console;

import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.host.ProcessState;
import dev.interlock.emulator.lambda.RunningEnvironment;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Ends the database session of an environment while it runs a statement, so that the function does
/// not know whether the statement committed.
///
/// A statement takes less than a millisecond. It is therefore held: when the environment gets a
/// call, the table of keys is locked until its session waits for that lock.
final class SessionCut {
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final Duration HELD_MAX = Duration.ofSeconds(1);
  private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos() / 10;

  private static final String HOLD =
      "SET LOCAL lock_timeout = 1000; LOCK TABLE idempotency IN SHARE MODE";

  private static final String END =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE client_port = ANY (?) AND state = 'active' AND wait_event_type = 'Lock'
      """;

  private final PreparedDatabase database;
  private final RunningEnvironment environment;
  private final int port;

  SessionCut(PreparedDatabase database, RunningEnvironment environment) {
    this.database = database;
    this.environment = environment;
    this.port = database.functions().port();
  }

  /// Waits for a statement. Whether one came and was cut.
  boolean run() throws RefusedCommand, IOException, InterruptedException {
    if (!database.product().equals("postgresql") || !ProcessState.isKnown()) {
      throw RefusedCommand.conflict("A session can be cut only on PostgreSQL and on Linux.");
    }
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    try (Connection holder = database.owner().connect();
        Connection ender = database.owner().connect()) {
      holder.setAutoCommit(false);
      while (System.nanoTime() < end && environment.process().isAlive()) {
        if (environment.isBusy() && cut(holder, ender)) {
          return true;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return false;
    } catch (SQLException failure) {
      throw RefusedCommand.conflict("The database refused it: SQLSTATE " + failure.getSQLState());
    }
  }

  private boolean cut(Connection holder, Connection ender) throws SQLException, IOException {
    try (Statement lock = holder.createStatement()) {
      lock.execute(HOLD);
      long release = System.nanoTime() + HELD_MAX.toNanos();
      while (environment.isBusy() && System.nanoTime() < release) {
        if (end(ender, LocalPorts.of(environment.process(), port))) {
          return true;
        }
      }
      return false;
    } finally {
      holder.rollback();
    }
  }

  private static boolean end(Connection ender, List<Integer> ports) throws SQLException {
    try (PreparedStatement terminate = ender.prepareStatement(END)) {
      Array clients = ender.createArrayOf("int4", ports.toArray());
      terminate.setArray(1, clients);
      try (ResultSet row = terminate.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
