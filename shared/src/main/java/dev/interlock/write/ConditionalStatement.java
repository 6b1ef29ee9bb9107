package dev.interlock.write;

import dev.interlock.api.Json;
import dev.interlock.limits.TimeLimits;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.StringTokenizer;

/// One SQL statement that checks, decides, writes, journals and remembers a command, and what its
/// row means.
///
/// The statement returns `(verdict text, detail text, decided_at timestamptz)`, or no row when the
/// key is taken. Its verdict is [#ACCEPTED], or a word of the function's own, or
/// [#ISOLATION_TOO_LOW], with which it refuses to decide anything.
///
/// @param <V> the function's verdicts
public interface ConditionalStatement<V> {

  /// The one verdict that writes.
  String ACCEPTED = "accepted";

  /// What a statement says when it is run below REPEATABLE READ, where its plain reads would be
  /// stale.
  String ISOLATION_TOO_LOW = "isolation-too-low";

  /// Where a function's own parameters begin.
  int OWN_PARAMETERS = 7;

  /// The command that it decides.
  CommandIdentity identity();

  /// The SQL text, a constant made by [#compact]: it is kept prepared on the connection.
  String sql();

  /// Sets the function's own parameters, the first of them at [#OWN_PARAMETERS].
  ///
  /// Those before it are already set: caller, key, fingerprint, the longest wait for the grant, as
  /// a text in milliseconds, and as ISO 8601 durations the longest wait for the key and the longest
  /// for all locks together.
  void bind(PreparedStatement statement) throws SQLException;

  /// Reads what was decided, now or when the key was first used: the same words in both cases.
  V verdict(String word, Json.Obj detail, Instant decidedAt);

  /// The SQL that is sent. Comments, line breaks and indentation are gone: PostgreSQL copies the
  /// text for every execution, and into its log for every conflict. And `wait_until(moment)`, which
  /// bounds the next wait for a lock, is expanded.
  ///
  /// The bound is a third of the time that is left, see [TimeLimits#WAITS_IN_A_ROW]. On PostgreSQL
  /// it is local to the statement, because a pooler may hand the session to another client next. On
  /// CockroachDB it is the session's, because in auto-commit transaction-local settings are
  /// ignored.
  ///
  /// @param sql in which `--` is nothing but the beginning of a comment
  static String compact(String sql) {
    StringBuilder compact = new StringBuilder(sql.length());
    // Not by String.lines or a pattern: either loads more classes at a start than all this does.
    for (StringTokenizer lines = new StringTokenizer(sql, "\n"); lines.hasMoreTokens(); ) {
      String line = lines.nextToken();
      int comment = line.indexOf("--");
      String code = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (!code.isEmpty()) {
        compact.append(compact.isEmpty() ? "" : " ").append(code);
      }
    }
    return withWaits(compact);
  }

  private static String withWaits(StringBuilder sql) {
    String call = "wait_until(";
    for (int at = sql.indexOf(call); at >= 0; at = sql.indexOf(call, at)) {
      int end = sql.indexOf(")", at);
      String moment = sql.substring(at + call.length(), end);
      sql.replace(
          at,
          end + 1,
          "set_config('lock_timeout', greatest(1, extract(epoch FROM "
              + moment
              + " - clock_timestamp()) * 1000 / "
              + TimeLimits.WAITS_IN_A_ROW
              + ")::bigint::text, version() LIKE 'PostgreSQL%')");
    }
    return sql.toString();
  }

  /// The refusal that a word names: `insufficient-funds` is `INSUFFICIENT_FUNDS`.
  static <R extends Enum<R>> R refusal(Class<R> refusals, String word) {
    return Enum.valueOf(refusals, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
