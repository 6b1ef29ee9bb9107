package dev.interlock.emulator;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Passes the log lines of functions on. After a failure whose cause is in the files of the
/// function, it adds a line that says in which.
public record FunctionLog(Consumer<String> lines) implements Consumer<String> {
  private static final Pattern OPERATION = Pattern.compile("\"operation\":\"([^\"]*)\"");
  private static final Pattern FAILURE =
      Pattern.compile("\"failure\":\"(?:[^\"\\\\]|\\\\.)*?, SQLSTATE (\\w{5})");

  private static final String APPLIED_BY = ", build its jar, and start or migrate again";

  /// By SQLSTATE; `%1$s` stands for the operation.
  private static final Map<String, String> CAUSES =
      Map.of(
          "42501",
          "the functions' role lacks a right: grant it in db/%1$s/roles.sql" + APPLIED_BY,
          "42P01",
          "the statement names a table that does not exist: create it in a migration in db/%1$s/"
              + APPLIED_BY,
          "42703",
          "the statement names a column that does not exist: correct it, or add the column in a"
              + " migration in db/%1$s/"
              + APPLIED_BY,
          "42601",
          "the statement is not valid SQL: its whole text is in src/main/sql/%1$s.sql",
          "23514",
          "a CHECK stopped a write that the statement's conditions let through");

  @Override
  public void accept(String line) {
    lines.accept(line);
    Matcher failure = FAILURE.matcher(line);
    Matcher operation = OPERATION.matcher(line);
    if (failure.find() && operation.find() && CAUSES.containsKey(failure.group(1))) {
      lines.accept(
          "interlock: %s: SQLSTATE %s: ".formatted(operation.group(1), failure.group(1))
              + CAUSES.get(failure.group(1)).formatted(operation.group(1)));
    }
  }
}
