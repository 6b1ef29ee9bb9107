package dev.interlock.soak;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.ReplicatedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Strikes the functions' sessions with the rights of the tables' owner.
final class SessionFaults {
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(1);

  /// How long to look for an active session before taking an idle one.
  private static final Duration LOOK_MAX = Duration.ofMillis(300);

  /// A statement must be caught while it runs, and most end at once.
  private static final Duration CATCH_MAX = Duration.ofSeconds(3);

  private static final Duration CANCELED_MAX = Duration.ofMillis(100);
  private static final String CANCELED = "canceling statement due to user request";

  /// Which of the functions' sessions to strike, as a condition.
  private enum Target {
    ANY("true"),
    ACTIVE("state = 'active'"),
    QUEUED("state = 'active' AND query LIKE 'CALL interlock_queue%'");

    private final String condition;

    Target(String condition) {
      this.condition = condition;
    }
  }

  private final ReplicatedPostgres servers;
  private final DatabaseAddress functions;

  /// @param functions the address that the functions connect to, and their role
  SessionFaults(ReplicatedPostgres servers, DatabaseAddress functions) {
    this.servers = servers;
    this.functions = functions;
  }

  private DatabaseAddress owner() {
    return servers.primary().owner();
  }

  /// Ends a session, preferably one with a statement in flight.
  Optional<FaultEvent> terminate(RandomGenerator random) throws SQLException {
    String choice = Long.toString(random.nextLong());
    try (Connection owner = owner().connect()) {
      long giveUp = System.nanoTime() + LOOK_MAX.toNanos();
      Target target = Target.ACTIVE;
      while (true) {
        Instant at = Instant.now();
        if (strikesOne(owner, "pg_terminate_backend", target, choice)) {
          return Optional.of(event(Fault.BACKEND_TERMINATED, at, Duration.ZERO));
        }
        if (target == Target.ANY) {
          return Optional.empty();
        }
        target = System.nanoTime() < giveUp ? Target.ACTIVE : Target.ANY;
        LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
      }
    }
  }

  /// Ends a session whose call queues, if there is one.
  Optional<FaultEvent> terminateQueued(RandomGenerator random) throws SQLException {
    String choice = Long.toString(random.nextLong());
    try (Connection owner = owner().connect()) {
      long giveUp = System.nanoTime() + CATCH_MAX.toNanos();
      while (System.nanoTime() < giveUp) {
        Instant at = Instant.now();
        if (strikesOne(owner, "pg_terminate_backend", Target.QUEUED, choice)) {
          return Optional.of(event(Fault.QUEUED_CALL_TERMINATED, at, Duration.ZERO));
        }
        LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
      }
      return Optional.empty();
    }
  }

  /// Cancels a statement. It counts only if the server logs the cancellation: a session that has
  /// become idle ignores the request.
  Optional<FaultEvent> cancel(RandomGenerator random) throws IOException, SQLException {
    return cancel(Target.ACTIVE, Fault.BACKEND_CANCELED, random);
  }

  /// Cancels a call that queues, if there is one.
  Optional<FaultEvent> cancelQueued(RandomGenerator random) throws IOException, SQLException {
    return cancel(Target.QUEUED, Fault.QUEUED_CALL_CANCELED, random);
  }

  private Optional<FaultEvent> cancel(Target target, Fault fault, RandomGenerator random)
      throws IOException, SQLException {
    String choice = Long.toString(random.nextLong());
    try (Connection owner = owner().connect()) {
      long giveUp = System.nanoTime() + CATCH_MAX.toNanos();
      while (System.nanoTime() < giveUp) {
        ServerLog log = ServerLog.fromNow(servers.primary().log());
        Instant at = Instant.now();
        if (strikesOne(owner, "pg_cancel_backend", target, choice)
            && log.awaits(CANCELED, CANCELED_MAX)) {
          return Optional.of(event(fault, at, Duration.ZERO));
        }
        LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
      }
      return Optional.empty();
    }
  }

  private boolean strikesOne(Connection owner, String function, Target target, String choice)
      throws SQLException {
    // A subquery chooses one session, or the server might call the function for others too.
    String statement =
        """
        SELECT %s(pid) FROM (
          SELECT pid FROM pg_stat_activity
          WHERE usename = ? AND datname = current_database() AND pid <> pg_backend_pid()
            AND application_name <> ? AND %s
          ORDER BY md5(pid::text || ?) LIMIT 1) one
        """
            .formatted(function, target.condition);
    try (PreparedStatement prepared = owner.prepareStatement(statement)) {
      prepared.setString(1, functions.user());
      prepared.setString(2, OccupiedConnections.NAME);
      prepared.setString(3, choice);
      try (ResultSet row = prepared.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static final String TERMINATE_ALL =
      """
      SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE usename = ? AND datname = current_database() AND pid <> pg_backend_pid()
        AND application_name <> ?
      """;

  /// Occupies every free connection and ends the functions' sessions. It counts once no function
  /// has a session and none can open one.
  Optional<FaultEvent> exhaust(RandomGenerator random) throws SQLException {
    Duration keep = Duration.ofMillis(random.nextLong(500, 3_000));
    Instant at = Instant.now();
    boolean struck = false;
    // The owner connects first: later the server would refuse it as well.
    try (Connection owner = owner().connect();
        OccupiedConnections occupied =
            new OccupiedConnections(owner().as(functions.user(), functions.password()))) {
      occupied.fill();
      boolean used = terminatesAll(owner) > 0;
      long end = System.nanoTime() + keep.toNanos();
      while (used && System.nanoTime() < end) {
        // An ended session leaves room for another occupant or, now and then, for a function.
        occupied.fill();
        struck |= terminatesAll(owner) == 0;
      }
    }
    Duration lasted = Duration.between(at, Instant.now());
    return struck ? Optional.of(event(Fault.CONNECTIONS_EXHAUSTED, at, lasted)) : Optional.empty();
  }

  private long terminatesAll(Connection owner) throws SQLException {
    try (PreparedStatement prepared = owner.prepareStatement(TERMINATE_ALL)) {
      prepared.setString(1, functions.user());
      prepared.setString(2, OccupiedConnections.NAME);
      try (ResultSet row = prepared.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static FaultEvent event(Fault fault, Instant at, Duration lasted) {
    return new FaultEvent(fault, at, lasted, Optional.empty(), FaultEvent.DATABASE);
  }
}
