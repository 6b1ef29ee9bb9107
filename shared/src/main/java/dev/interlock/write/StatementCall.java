package dev.interlock.write;

import dev.interlock.database.SqlState;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One attempt of a command's statement on a connection. Every form of it returns its verdict, or
/// nothing when another call has taken the key.
record StatementCall<C extends Command>(
    ConditionalStatement<C, ?> statement, C command, Connection connection, Turn turn) {

  /// The call of the statement that decides what this one leaves undecided, if there is one. Both
  /// share the time of the attempt.
  @Nullable StatementCall<C> fallback() {
    ConditionalStatement<C, ?> fallback = statement.fallback();
    return fallback == null ? null : new StatementCall<>(fallback, command, connection, turn);
  }

  /// The statement alone.
  Optional<StoredVerdict> plain() throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(statement.sql())) {
      StatementRunner.bind(statement, command, turn.waits(), write);
      try (ResultSet row = write.executeQuery()) {
        return row.next() ? Optional.of(StoredVerdict.of(row)) : Optional.empty();
      }
    }
  }

  /// The statement, if nobody queues for its rows.
  ///
  /// @throws SQLException with [SqlState#QUEUE_NOT_EMPTY] if somebody does, and nothing was written
  Optional<StoredVerdict> asking(QueueTexts texts, List<String> rows) throws SQLException {
    boolean few = texts.areFew(rows);
    String sql = few ? texts.askingFew() : texts.asking();
    try (PreparedStatement write = connection.prepareStatement(sql)) {
      StatementRunner.bind(statement, command, turn.waits(), write);
      int next = texts.parameters() + 1;
      if (few) {
        write.setString(next, rows.getFirst());
        write.setString(next + 1, rows.size() == 2 ? rows.getLast() : null);
      } else {
        write.setArray(next, namesOf(rows));
      }
      try (ResultSet row = write.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        StoredVerdict verdict = StoredVerdict.of(row);
        if (verdict.word().equals(ConditionalStatement.QUEUE_NOT_EMPTY)) {
          throw new SQLException("others queue for the rows", SqlState.QUEUE_NOT_EMPTY);
        }
        return Optional.of(verdict);
      }
    }
  }

  /// The statement, once the queues of its rows have been waited for.
  ///
  /// @param sql the call of `interlock_queue` for this statement
  /// @param parameters how many of its parameters are the statement's
  Optional<StoredVerdict> queued(String sql, int parameters, List<String> rows)
      throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(sql)) {
      StatementRunner.bind(statement, command, turn.waitsAfterQueue(), call);
      call.setArray(parameters + 1, namesOf(rows));
      call.setString(parameters + 2, turn.queueWait().toString());
      try (ResultSet row = call.executeQuery()) {
        row.next();
        Optional<StoredVerdict> verdict =
            row.getString("verdict") == null
                ? Optional.empty()
                : Optional.of(StoredVerdict.of(row));
        turn.attempts().queued(TimeUnit.MICROSECONDS.toNanos(row.getLong("queue_micros")));
        return verdict;
      }
    }
  }

  private Array namesOf(List<String> rows) throws SQLException {
    return connection.createArrayOf("text", rows.toArray());
  }
}
