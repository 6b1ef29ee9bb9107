package dev.interlock.transfer;

import dev.interlock.api.Caller;
import dev.interlock.write.ConsistentQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The body for an account; empty when it is absent or the caller has no live grant on it.
record AccountQuery(UUID account, Caller caller)
    implements ConsistentQuery<Optional<Map<String, Object>>> {

  // The table accepts a currency of any length, but an answer has a limit.
  private static final String SQL =
      """
      SELECT a.id, left(a.currency, 1000) AS currency, a.balance, a.status, a.version
        FROM permission p
        JOIN account a ON a.id = p.resource_id
       WHERE p.resource_id = ? AND p.principal = ? AND p.role <> 'none'
         AND (p.expires_at IS NULL OR p.expires_at > clock_timestamp())
      """;

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setObject(1, account);
    statement.setString(2, caller.subject());
  }

  @Override
  public Optional<Map<String, Object>> read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", rows.getString("id"));
    body.put("currency", rows.getString("currency"));
    body.put("balance", rows.getLong("balance"));
    body.put("status", rows.getString("status"));
    body.put("version", rows.getLong("version"));
    return Optional.of(body);
  }
}
