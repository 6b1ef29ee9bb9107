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

  // Only live holds are shown, by the same reading of the clock as the grant. The table accepts a
  // currency of any length, but an answer has a limit.
  private static final String SQL =
      """
      WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now)
      SELECT a.id, left(a.currency, 1000) AS currency, a.balance, a.status, a.version,
             a.held - CASE WHEN a.held = 0 THEN 0 ELSE (
               SELECT coalesce(sum(h.amount), 0)::bigint
                 FROM hold h
                WHERE h.source_id = a.id AND h.state = 'open' AND h.expires_at <= t.now) END AS held
        FROM clock t
        JOIN permission p ON p.resource_id = ? AND p.principal = ? AND p.role <> 'none'
             AND (p.expires_at IS NULL OR p.expires_at > t.now)
        JOIN account a ON a.id = p.resource_id
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
    long balance = rows.getLong("balance");
    long held = rows.getLong("held");
    body.put("balance", balance);
    body.put("held", held);
    body.put("available", balance - held);
    body.put("status", rows.getString("status"));
    body.put("version", rows.getLong("version"));
    return Optional.of(body);
  }
}
