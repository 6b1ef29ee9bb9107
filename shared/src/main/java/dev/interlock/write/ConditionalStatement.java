package dev.interlock.write;

import dev.interlock.api.Json;
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
  int OWN_PARAMETERS = 6;

  /// The command that it decides.
  CommandIdentity identity();

  /// The SQL text, a constant made by [#compact]: it is kept prepared on the connection.
  String sql();

  /// Sets the function's own parameters, the first of them at [#OWN_PARAMETERS].
  ///
  /// Those before it are set already: caller, key, fingerprint, and as texts of milliseconds how
  /// long the key and how long the rows may be waited for.
  void bind(PreparedStatement statement) throws SQLException;

  /// Reads what was decided, now or when the key was first used: the same words in both cases.
  V verdict(String word, Json.Obj detail, Instant decidedAt);

  /// The same SQL without comments, line breaks and indentation: PostgreSQL copies the text for
  /// every execution, and into its log for every conflict.
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
    return compact.toString();
  }

  /// The refusal that a word names: `insufficient-funds` is `INSUFFICIENT_FUNDS`.
  static <R extends Enum<R>> R refusal(Class<R> refusals, String word) {
    return Enum.valueOf(refusals, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
