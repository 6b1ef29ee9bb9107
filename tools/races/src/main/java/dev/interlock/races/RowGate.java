package dev.interlock.races;

import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Holds calls at the point where they write: the rows are locked until every call has finished
/// reading and waits for them. So the race does not depend on timing.
final class RowGate implements AutoCloseable {

  /// Reached only by a call that neither returns nor waits. Shorter than any wait for a key.
  private static final Duration WAIT_MAX = Duration.ofSeconds(4);

  private static final Duration POLL = Duration.ofNanos(300_000);

  /// The rows to lock.
  enum Rows {
    ACCOUNT("SELECT 1 FROM account WHERE id = ? FOR UPDATE"),
    STOCK("SELECT 1 FROM stock WHERE location_id = ? FOR UPDATE"),
    GRANTS("SELECT 1 FROM permission WHERE resource_id = ? FOR UPDATE");

    private final String sql;

    Rows(String sql) {
      this.sql = sql;
    }
  }

  private final Connection holder;
  private final Connection observer;
  private final String waiting;

  RowGate(DatabaseAddress owner) throws SQLException {
    holder = owner.connect();
    holder.setAutoCommit(false);
    observer = owner.connect();
    waiting = CockroachDb.serves(observer) ? WAITING_ON_COCKROACHDB : WAITING_ON_POSTGRESQL;
  }

  void hold(Rows rows, UUID id) throws SQLException {
    try (PreparedStatement lock = holder.prepareStatement(rows.sql)) {
      lock.setObject(1, id);
      lock.executeQuery().close();
    }
  }

  /// Waits until this many calls wait for a lock, and returns whether they do. Ends early when
  /// `over` says that they never will.
  ///
  /// @throws IllegalStateException when the calls neither wait nor end: the race would not be
  ///   forced
  boolean awaitWaiting(int calls, BooleanSupplier over) throws SQLException {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    while (!over.getAsBoolean()) {
      if (waiting() >= calls) {
        return true;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the race was not forced: no call waits for its rows");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return false;
  }

  private static final String WAITING_ON_POSTGRESQL =
      """
      SELECT count(*) FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'
      """;

  private static final String WAITING_ON_COCKROACHDB =
      """
      SELECT count(DISTINCT txn_id) FROM crdb_internal.cluster_locks
       WHERE NOT granted AND database_name = current_database()
      """;

  private int waiting() throws SQLException {
    try (PreparedStatement select = observer.prepareStatement(waiting);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  void open() throws SQLException {
    holder.rollback();
  }

  @Override
  public void close() throws SQLException {
    try (holder;
        observer) {
      open();
    }
  }
}
