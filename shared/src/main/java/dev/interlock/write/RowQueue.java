package dev.interlock.write;

import dev.interlock.database.SqlState;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/// Lets calls for one row take turns: PostgreSQL has a queue for each row, an advisory lock, and
/// serves it in order.
///
/// An attempt first asks whether others queue for its rows. If they do, or if it loses a race, the
/// next attempt queues: the procedure `interlock_queue` waits for the locks, begins a transaction,
/// whose snapshot is therefore newer than the wait, and runs the same statement in it.
///
/// The queue makes contention fast and fair. It guarantees nothing, and no statement relies on it.
/// CockroachDB has none, and a database may lack the procedure: there every attempt that loses a
/// race is followed by a random wait.
final class RowQueue {

  private static final Pattern PARAMETER = Pattern.compile("\\?(::[a-z]+(?:\\[])?)?");

  private final Map<String, String> calls = new ConcurrentHashMap<>();
  private volatile boolean missing;

  /// Sends a statement in the form that this attempt needs.
  ///
  /// @return nothing when another call has taken the key
  <C extends Command> Optional<StoredVerdict> send(StatementCall<C> call) throws SQLException {
    Attempts attempts = call.turn().attempts();
    boolean queues = attempts.queuesNext();
    attempts.queueNext(false);
    List<String> rows = call.statement().rows(call.command());
    if (rows.isEmpty() || missing || !hasQueues(call.connection())) {
      return call.plain();
    }
    try {
      return queues
          ? call.queued(calls.computeIfAbsent(call.statement().sql(), RowQueue::call), locks(rows))
          : call.asking(locks(rows));
    } catch (SQLException e) {
      if (queues && isMissing(SqlState.of(e))) {
        missing = true;
        attempts.queueMissing();
        throw new SQLException("the database has no queues", SqlState.NO_QUEUE, e);
      }
      attempts.queueNext(!queues && SqlStates.isLostRace(SqlState.of(e)));
      throw e;
    }
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

  private static List<Long> locks(List<String> rows) {
    return rows.stream().map(row -> ByteBuffer.wrap(Fingerprint.of(row)).getLong()).toList();
  }

  /// The procedure's call for a statement. It passes the statement's parameters as text, in their
  /// order, then those of the queue. The statement is prepared under a name that no other has.
  static String call(String sql) {
    StringBuilder arguments = new StringBuilder();
    StringBuilder numbered = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(sql);
    for (int number = 1; parameter.find(); number++) {
      String cast = parameter.group(1) == null ? "::text" : parameter.group(1);
      arguments.append(number == 1 ? "?" : ", ?").append(cast).append("::text");
      parameter.appendReplacement(numbered, "\\$" + number + cast);
    }
    parameter.appendTail(numbered);
    return "CALL interlock_queue(ARRAY[%s], ?::bigint[], ?::interval, 'interlock_%s', '%s')"
        .formatted(
            arguments,
            HexFormat.of().formatHex(Fingerprint.of(sql), 0, 8),
            numbered.toString().replace("'", "''"));
  }
}
