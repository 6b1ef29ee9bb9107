package dev.interlock.soak;

import dev.interlock.database.SqlState;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.ReplicatedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;

/// Strikes the database: its sessions and its servers. Thread-safe.
public final class DatabaseFaults implements Soak.Striking {
  private final SessionFaults sessions;
  private final ServerFaults server;

  /// A failover excludes every other fault of the database: see [ReplicatedPostgres].
  private final ReadWriteLock failover = new ReentrantReadWriteLock(true);

  /// @param functions the address that the functions connect to, and their role
  public DatabaseFaults(ReplicatedPostgres servers, DatabaseAddress functions) {
    this.sessions = new SessionFaults(servers, functions);
    this.server = new ServerFaults(servers);
  }

  @Override
  public Fault.Where where() {
    return Fault.Where.DATABASE;
  }

  /// Also empty if the fault had no effect, in which case it does not count.
  ///
  /// @throws IOException when the server does not come back, or is closed in the meantime
  @Override
  public Optional<FaultEvent> strike(Fault fault, RandomGenerator random)
      throws IOException, SQLException, InterruptedException {
    if (fault == Fault.DATABASE_FAILED_OVER) {
      return Optional.of(failOver(random));
    }
    failover.readLock().lockInterruptibly();
    try {
      return made(fault, random);
    } catch (SQLException failure) {
      if (isServerUnavailable(SqlState.of(failure))) {
        return Optional.empty();
      }
      throw failure;
    } finally {
      failover.readLock().unlock();
    }
  }

  /// While the new standby is created, other faults may strike, but no other failover begins.
  private FaultEvent failOver(RandomGenerator random) throws IOException, InterruptedException {
    FaultEvent event;
    failover.writeLock().lockInterruptibly();
    try {
      event = server.failOver(random);
      failover.readLock().lock();
    } finally {
      failover.writeLock().unlock();
    }
    try {
      server.restoreStandby();
    } finally {
      failover.readLock().unlock();
    }
    return event;
  }

  // Another fault is the cause: the server is down, starting, or has no free connection.
  private static boolean isServerUnavailable(String sqlState) {
    return sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.equals("53300");
  }

  private Optional<FaultEvent> made(Fault fault, RandomGenerator random)
      throws IOException, SQLException {
    return switch (fault) {
      case BACKEND_TERMINATED -> sessions.terminate(random);
      case BACKEND_CANCELED -> sessions.cancel(random);
      case QUEUED_CALL_TERMINATED -> sessions.terminateQueued(random);
      case QUEUED_CALL_CANCELED -> sessions.cancelQueued(random);
      case CONNECTIONS_EXHAUSTED -> sessions.exhaust(random);
      case DATABASE_KILLED -> Optional.of(server.kill(random));
      case DATABASE_STOPPED -> Optional.of(server.stop(random));
      default -> throw new IllegalArgumentException(fault + " strikes no database");
    };
  }
}
