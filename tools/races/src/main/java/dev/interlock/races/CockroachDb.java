package dev.interlock.races;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Tells a CockroachDB from a PostgreSQL, where the two need different SQL.
final class CockroachDb {

  private CockroachDb() {}

  static boolean serves(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT version()")) {
      row.next();
      return row.getString(1).startsWith("CockroachDB");
    }
  }
}
