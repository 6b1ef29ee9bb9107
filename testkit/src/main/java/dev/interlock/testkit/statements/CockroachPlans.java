package dev.interlock.testkit.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.database.Database;
import dev.interlock.testkit.servers.Product;
import dev.interlock.testkit.servers.RetriedConnection;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/// On CockroachDB too, every row is found by its key. Under SERIALIZABLE a table scan conflicts
/// with every write to the table.
public abstract class CockroachPlans {

  private final List<String> statements;

  protected CockroachPlans(String... statements) {
    this.statements = List.of(statements);
  }

  @Test
  void noPlanScansATable() throws SQLException {
    TestDatabase tables = TestDatabase.create();
    assumeTrue(tables.server().product() == Product.COCKROACHDB, "reads CockroachDB's plans");
    try (Database functions = tables.database();
        Connection connection = RetriedConnection.of(functions);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        // The statement's first step is materialized, so the plan does not depend on the values.
        String explained = "EXPLAIN " + sql.replace("?", "NULL");
        try (ResultSet lines = statement.executeQuery(explained)) {
          assertThat(text(lines)).doesNotContain("FULL SCAN");
        }
      }
    }
  }

  private static String text(ResultSet lines) throws SQLException {
    StringBuilder plan = new StringBuilder();
    while (lines.next()) {
      plan.append(lines.getString(1)).append('\n');
    }
    return plan.toString();
  }
}
