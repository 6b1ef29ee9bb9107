package dev.interlock.testing;

import dev.interlock.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The plan that PostgreSQL keeps for a prepared statement of a function.
public final class StatementPlan {

  private static final Pattern PARAMETER = Pattern.compile("\\?");

  private StatementPlan() {}

  /// The plan on a connection with the function's own settings, its parameters unknown.
  public static String of(Database database, String sql) throws SQLException {
    Matcher parameter = PARAMETER.matcher(sql);
    StringBuilder numbered = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    for (int i = 1; parameter.find(); i++) {
      parameter.appendReplacement(numbered, "\\$" + i);
      arguments.append(i == 1 ? "NULL" : ", NULL");
    }
    parameter.appendTail(numbered);
    try (Connection connection = database.open();
        Statement statement = connection.createStatement()) {
      statement.execute("PREPARE planned AS " + numbered);
      StringBuilder plan = new StringBuilder();
      try (ResultSet lines =
          statement.executeQuery("EXPLAIN (VERBOSE) EXECUTE planned (" + arguments + ")")) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
      statement.execute("DEALLOCATE planned");
      return plan.toString();
    }
  }
}
