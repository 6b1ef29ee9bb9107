package dev.interlock.local.soak;

import dev.interlock.database.SqlState;
import dev.interlock.local.database.DatabaseAddress;
import dev.interlock.local.database.ReplicatedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;

/// Strikes the database: its sessions, and its servers. Many threads may at once.
public final class DatabaseFaults implements Soak.Striking {
  private final SessionFaults sessions;
  private final ServerFaults server;

  /// A failover excludes every other fault of the database, [ReplicatedPostgres] says why.
  private final ReadWriteLock failover = new ReentrantReadWriteLock(true);

  /// @param functions what the functions connect as
  public DatabaseFaults(ReplicatedPostgres servers, DatabaseAddress functions) {
    this.sessions = new SessionFaults(servers, functions);
    this.server = new ServerFaults(servers);
  }

  @Override
  public Fault.Where where() {
    return Fault.Where.DATABASE;
  }

  /// Empty also when the fault did no harm: it does not count then.
  ///
  /// @throws IOException when the server does not come back, or is closed meanwhile
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
      if (isForWantOfServer(SqlState.of(failure))) {
        return Optional.empty();
      }
      throw failure;
    } finally {
      failover.readLock().unlock();
    }
  }

  /// While the new standby is made, other faults strike again, and no other failover begins.
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

  // As under another fault: the server is gone, is just coming, or is full.
  private static boolean isForWantOfServer(String sqlState) {
    return sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.equals("53300");
  }

  private Optional<FaultEvent> made(Fault fault, RandomGenerator random)
      throws IOException, SQLException {
    return switch (fault) {
      case BACKEND_TERMINATED -> sessions.terminate(random);
      case BACKEND_CANCELED -> sessions.cancel(random);
      case CONNECTIONS_EXHAUSTED -> sessions.exhaust(random);
      case DATABASE_KILLED -> Optional.of(server.kill(random));
      case DATABASE_STOPPED -> Optional.of(server.stop(random));
      default -> throw new IllegalArgumentException(fault + " strikes no database");
    };
  }
}
