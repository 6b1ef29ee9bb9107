package dev.interlock.races.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/// Reads a caller's live role and locks it until the transaction ends, so that a revoke waits.
final class SeparateGrants {

  private static final String LOCKED =
      """
      SELECT CASE WHEN expires_at <= clock_timestamp() THEN 'none' ELSE role END
        FROM permission WHERE resource_id = ? AND principal = ?
         FOR SHARE
      """;

  private static final String LOCKED_AT_LOCATION =
      """
      SELECT CASE WHEN p.expires_at <= clock_timestamp() THEN 'none' ELSE p.role END
        FROM permission p JOIN resource r ON r.id = p.resource_id AND r.kind = 'location'
       WHERE p.resource_id = ? AND p.principal = ?
         FOR SHARE OF p
      """;

  private SeparateGrants() {}

  static String locked(Connection connection, UUID account, String caller) throws SQLException {
    return role(connection, LOCKED, account, caller);
  }

  static String lockedAtLocation(Connection connection, UUID location, String caller)
      throws SQLException {
    return role(connection, LOCKED_AT_LOCATION, location, caller);
  }

  private static String role(Connection connection, String sql, UUID resource, String caller)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, resource);
      select.setString(2, caller);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : Grants.NONE;
      }
    }
  }
}
