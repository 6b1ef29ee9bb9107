package dev.interlock.write;

import dev.interlock.write.StatementText.Form;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The texts that send a statement where calls queue for its rows.
///
/// @param asking for any number of rows
/// @param askingFew for one or two rows, all of which the command names
/// @param parameters how many parameters the statement has; those of the queue follow
record QueueTexts(String asking, String askingFew, int parameters) {

  private static final int FEW = 2;
  private static final Pattern PARAMETER = Pattern.compile("\\?(::[a-z]+(?:\\[])?)?");

  static QueueTexts of(ConditionalStatement<?, ?> statement) {
    return new QueueTexts(
        text(statement, Form.ASKING),
        statement.rowsFound().isEmpty() ? text(statement, Form.ASKING_FEW) : "",
        (int) statement.sql().chars().filter(c -> c == '?').count());
  }

  private static String text(ConditionalStatement<?, ?> statement, Form form) {
    return StatementText.compact(StatementText.of(statement.operation(), statement, form));
  }

  boolean areFew(List<String> rows) {
    return !askingFew.isEmpty() && rows.size() <= FEW;
  }

  /// The call of the procedure `interlock_queue`. It passes the statement's parameters as text, in
  /// their order, then those of the queue. The statement is prepared under a name that no other
  /// has.
  static String call(ConditionalStatement<?, ?> statement) {
    return "CALL interlock_queue(ARRAY[%s], ?::text[], %s, ?::interval, 'interlock_%s', %s)"
        .formatted(
            PARAMETER
                .matcher(statement.sql())
                .results()
                .map(parameter -> "?" + cast(parameter) + "::text")
                .collect(Collectors.joining(", ")),
            statement.rowsFound().isEmpty() ? "NULL" : numbered(text(statement, Form.FINDING)),
            HexFormat.of().formatHex(Fingerprint.of(statement.sql()), 0, 8),
            numbered(statement.sql()));
  }

  // The text as a literal, with its parameters in the form of PREPARE.
  private static String numbered(String sql) {
    AtomicInteger number = new AtomicInteger();
    return PARAMETER
        .matcher(sql.replace("'", "''"))
        .replaceAll(parameter -> "\\$" + number.incrementAndGet() + cast(parameter))
        .transform("'%s'"::formatted);
  }

  private static String cast(MatchResult parameter) {
    return parameter.group(1) == null ? "::text" : parameter.group(1);
  }
}
