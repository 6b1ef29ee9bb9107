package dev.interlock.write;

import dev.interlock.database.SqlState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;

/// Lets calls for one row take turns: PostgreSQL has a queue for each row, an advisory lock, and
/// serves it in order.
///
/// An attempt first asks whether others queue for its rows. If they do, or if it loses a race, the
/// next attempt queues: the procedure `interlock_queue` waits for the locks, begins a transaction,
/// whose snapshot is therefore newer than the wait, and runs the same statement in it. A caller who
/// had to wait and was accepted queues at once for a while ([BusyRows]).
///
/// The queue makes contention fast and fair. It guarantees nothing, and no statement relies on it:
/// after a wait that was too long, the next attempt passes it by. CockroachDB has none, and a
/// database may lack the procedure: there every attempt that loses a race is followed by a random
/// wait.
final class RowQueue {

  /// The forms of an attempt.
  enum Form {
    /// The statement, if nobody queues for its rows.
    ASKING,
    /// The statement, once the queues of its rows have been waited for.
    QUEUED,
    /// The statement alone.
    PLAIN
  }

  // By the text of the statement, composed when they are needed: a call that meets no other needs
  // the first only.
  private final Map<String, QueueTexts> texts = new ConcurrentHashMap<>();
  private final Map<String, String> calls = new ConcurrentHashMap<>();
  private final BusyRows busy = new BusyRows();
  private volatile boolean missing;

  /// Sends a statement in the form that this attempt needs.
  ///
  /// @return nothing when another call has taken the key
  <C extends Command> Optional<StoredVerdict> send(StatementCall<C> call) throws SQLException {
    Attempts attempts = call.turn().attempts();
    List<String> rows = call.statement().rows(call.command());
    boolean named = !rows.isEmpty() || !call.statement().rowsFound().isEmpty();
    if (!named || missing || !hasQueues(call.connection())) {
      attempts.next(Form.ASKING);
      return send(Form.PLAIN, call, rows);
    }
    boolean queuesAtOnce = attempts.count() == 1 && busy.hasAnyOf(call.command(), rows);
    Form form = queuesAtOnce ? Form.QUEUED : attempts.next();
    attempts.next(Form.ASKING);
    try {
      return send(form, call, rows);
    } catch (SQLException e) {
      if (form == Form.QUEUED && isMissing(SqlState.of(e))) {
        missing = true;
        attempts.queueMissing();
        throw new SQLException("the database has no queues", SqlState.NO_QUEUE, e);
      }
      attempts.next(after(form, SqlState.of(e)));
      throw e;
    }
  }

  // What a statement leaves undecided, its fallback decides in the same form.
  private <C extends Command> Optional<StoredVerdict> send(
      Form form, StatementCall<C> call, List<String> rows) throws SQLException {
    Optional<StoredVerdict> verdict =
        switch (form) {
          case ASKING -> call.asking(texts(call), rows);
          case QUEUED -> queued(call, rows);
          case PLAIN -> call.plain();
        };
    StatementCall<C> fallback = call.fallback();
    return fallback != null && verdict.filter(StoredVerdict::isUndecided).isPresent()
        ? send(form, fallback, rows)
        : verdict;
  }

  private <C extends Command> Optional<StoredVerdict> queued(
      StatementCall<C> call, List<String> rows) throws SQLException {
    Duration before = call.turn().attempts().queueTime();
    String sql =
        calls.computeIfAbsent(call.statement().sql(), _ -> QueueTexts.call(call.statement()));
    Optional<StoredVerdict> verdict = call.queued(sql, texts(call).parameters(), rows);
    boolean waited = call.turn().attempts().queueTime().compareTo(before) > 0;
    boolean accepted =
        verdict.filter(row -> row.word().equals(ConditionalStatement.ACCEPTED)).isPresent();
    busy.queued(call.command(), rows, waited && accepted);
    return verdict;
  }

  private QueueTexts texts(StatementCall<?> call) {
    return texts.computeIfAbsent(call.statement().sql(), _ -> QueueTexts.of(call.statement()));
  }

  private static Form after(Form failed, String sqlState) {
    if (failed == Form.QUEUED) {
      return sqlState.equals(SqlStates.LOCK_NOT_AVAILABLE) ? Form.PLAIN : Form.ASKING;
    }
    return SqlStates.isLostRace(sqlState) ? Form.QUEUED : Form.ASKING;
  }

  // CockroachDB tells every client its version.
  private static boolean hasQueues(Connection connection) throws SQLException {
    return connection.isWrapperFor(PGConnection.class)
        && connection.unwrap(PGConnection.class).getParameterStatus("crdb_version") == null;
  }

  // No such procedure, or no right to call it: nothing has run.
  private static boolean isMissing(String sqlState) {
    return sqlState.equals("42883") || sqlState.equals("42501");
  }
}
