package dev.interlock.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// An operation that has stored keys but that nobody has described: where it journals its effects
/// is unknown, so only the form of its keys is checked.
///
/// @param keys how many it has stored, archived ones included
public record UnauditedOperation(String operation, long keys) {

  private static final String STORED =
      """
      SELECT operation, count(*) AS keys
      FROM idempotency_history
      WHERE operation NOT IN %s
      GROUP BY operation
      ORDER BY operation
      """
          .formatted(Invariant.OPERATIONS);

  static List<UnauditedOperation> find(Connection connection, AuditSettings settings)
      throws SQLException {
    List<UnauditedOperation> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(settings.in(STORED))) {
      while (rows.next()) {
        found.add(new UnauditedOperation(rows.getString("operation"), rows.getLong("keys")));
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "%s (%d %s)".formatted(operation, keys, keys == 1 ? "key" : "keys");
  }
}
