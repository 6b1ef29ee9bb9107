package dev.interlock.office;

import dev.interlock.limits.TimeLimits;
import dev.interlock.write.Command;
import dev.interlock.write.ConditionalStatement;
import dev.interlock.write.StatementRunner;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes the parameters of a statement into its text, as literals.
final class LiteralSql {

  private static final Pattern PARAMETER = Pattern.compile("\\?");

  // By their positions in the statement.
  private final NavigableMap<Integer, String> literals = new TreeMap<>();

  private LiteralSql() {}

  static <C extends Command> String of(ConditionalStatement<C, ?> statement, C command) {
    LiteralSql parameters = new LiteralSql();
    PreparedStatement recorder =
        (PreparedStatement)
            Proxy.newProxyInstance(
                LiteralSql.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> parameters.set(method, arguments));
    try {
      StatementRunner.bind(statement, command, TimeLimits.API_GATEWAY_MAX, recorder);
    } catch (SQLException e) {
      throw new IllegalStateException("no connection is used", e);
    }
    return parameters.in(statement.text());
  }

  private @Nullable Object set(Method method, @Nullable Object[] arguments) {
    switch (method.getName()) {
      case "setString", "setObject", "setLong", "setBytes" ->
          literals.put((Integer) arguments[0], literal(arguments[1]));
      default -> throw new UnsupportedOperationException(method.getName());
    }
    return null;
  }

  private static String literal(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Long number -> number.toString();
      case byte[] bytes -> quoted("\\x" + HexFormat.of().formatHex(bytes));
      default -> quoted(value.toString());
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  // Comments have no parameters.
  private String in(String text) {
    StringJoiner lines = new StringJoiner("\n");
    for (String line : text.lines().toList()) {
      lines.add(line.strip().startsWith("--") ? line : filled(line));
    }
    return lines.toString();
  }

  private String filled(String line) {
    return PARAMETER.matcher(line).replaceAll(_ -> Matcher.quoteReplacement(next()));
  }

  private String next() {
    return Objects.requireNonNull(literals.pollFirstEntry()).getValue();
  }
}
