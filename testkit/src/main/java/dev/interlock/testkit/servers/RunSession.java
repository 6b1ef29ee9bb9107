package dev.interlock.testkit.servers;

import dev.interlock.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The session of a run on a [NamedServer], open until the JVM ends. Its application name is the
/// name of the run, so that other runs know that this one is alive.
record RunSession(String run, Connection connection) {

  /// The start of every run's name.
  static final String PREFIX = "interlock_test_";

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  static RunSession open(DatabaseUrl server, String digits) throws SQLException {
    String run = PREFIX + digits;
    return new RunSession(
        run,
        OwnerConnections.open(
            server, server.database(), Map.of(OwnerConnections.APPLICATION_NAME, run)));
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Returns false if the user lacks the privilege.
  boolean executeIfAllowed(String sql) throws SQLException {
    try {
      execute(sql);
      return true;
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /// The first column of a query.
  List<String> values(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  Product product() throws SQLException {
    return values("SELECT version()").getFirst().startsWith("CockroachDB")
        ? Product.COCKROACHDB
        : Product.POSTGRESQL;
  }
}
