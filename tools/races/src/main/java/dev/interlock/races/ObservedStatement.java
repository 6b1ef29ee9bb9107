package dev.interlock.races;

import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A prepared statement whose parameters and rows are reported.
final class ObservedStatement {

  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
  private static final Pattern PARAMETER = Pattern.compile("\\?");

  private final ObservedDatabase database;
  private final PreparedStatement real;
  private final String sql;
  private final Map<Integer, String> parameters = new TreeMap<>();
  private final List<String> batch = new ArrayList<>();
  private String sent = "";

  ObservedStatement(ObservedDatabase database, PreparedStatement real, String sql) {
    this.database = database;
    this.real = real;
    this.sql = COMMENT.matcher(sql).replaceAll("").strip().replaceAll("\\s+", " ");
  }

  @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    String name = method.getName();
    if (arguments != null && name.startsWith("set") && arguments[0] instanceof Integer index) {
      parameters.put(index, name.equals("setNull") ? "NULL" : literal(arguments[1]));
    } else if (name.equals("addBatch")) {
      batch.add(filled());
    } else if (name.equals("executeBatch")) {
      batch.forEach(this::report);
    } else if (name.startsWith("execute")) {
      report(filled());
    }
    Object result = database.call(real, method, arguments);
    return result instanceof ResultSet rows ? observed(rows) : result;
  }

  private void report(String text) {
    sent = text;
    Participant participant = database.participant();
    participant.report(new RaceEvent.StatementSent(participant.name(), text));
  }

  private String filled() {
    return PARAMETER.matcher(sql).replaceAll(new Numbered()::next);
  }

  /// The parameters in the order of their placeholders.
  private final class Numbered {
    private int number;

    private String next(java.util.regex.MatchResult placeholder) {
      number++;
      return Matcher.quoteReplacement(parameters.getOrDefault(number, placeholder.group()));
    }
  }

  private String literal(@Nullable Object value) {
    return switch (value) {
      case String text -> "'" + text + "'";
      case byte[] bytes -> bytes.length + " bytes";
      case null, default -> text(value);
    };
  }

  private String text(@Nullable Object value) {
    return database.participant().named(String.valueOf(value));
  }

  private ResultSet observed(ResultSet rows) {
    List<List<String>> read = new ArrayList<>();
    return ObservedDatabase.proxy(
        ResultSet.class,
        (_, method, arguments) -> {
          Object result = database.call(rows, method, arguments);
          if (method.getName().equals("next") && Boolean.TRUE.equals(result)) {
            read.add(new ArrayList<>());
          } else if (method.getName().startsWith("get") && !(result instanceof byte[])) {
            read.getLast().add(text(result));
          } else if (method.getName().equals("close")) {
            Participant participant = database.participant();
            participant.report(new RaceEvent.RowsRead(participant.name(), sent, read));
          }
          return result;
        });
  }
}
