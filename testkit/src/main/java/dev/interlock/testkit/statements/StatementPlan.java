package dev.interlock.testkit.statements;

import dev.interlock.database.Database;
import dev.interlock.testkit.servers.RetriedConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The plan that PostgreSQL keeps for a prepared statement of a function.
public final class StatementPlan {

  private static final Pattern PARAMETER = Pattern.compile("\\?");

  // Not those of the statement's own WITH steps.
  private static final Pattern TABLE_SCAN =
      Pattern.compile("^(Seq|Index|Index Only|Bitmap Heap|Sample|Tid) Scan");

  private StatementPlan() {}

  /// The plan for unknown parameters, on a connection with the function's settings.
  public static String of(Database database, String sql) throws SQLException {
    Matcher parameter = PARAMETER.matcher(sql);
    StringBuilder numbered = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    for (int i = 1; parameter.find(); i++) {
      parameter.appendReplacement(numbered, "\\$" + i);
      arguments.append(i == 1 ? "NULL" : ", NULL");
    }
    parameter.appendTail(numbered);
    try (Connection connection = RetriedConnection.of(database);
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

  /// The nodes of a plan that read a table, or its index, from end to end.
  public static List<String> scansWithoutKey(String plan) {
    return Arrays.stream(plan.split("->  "))
        .filter(node -> TABLE_SCAN.matcher(node).find())
        // A bitmap scan has its key in the node below, and repeats it as Recheck Cond.
        .filter(node -> !node.contains("Index Cond:") && !node.contains("Recheck Cond:"))
        .map(node -> node.lines().findFirst().orElse(node).replaceFirst("  \\(cost.*", ""))
        .toList();
  }
}
