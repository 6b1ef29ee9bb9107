package dev.interlock.hold;

import dev.interlock.api.Caller;
import dev.interlock.write.ConsistentQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The body for a hold; empty when it is absent or the caller has no live grant on either account.
record HoldQuery(UUID hold, Caller caller)
    implements ConsistentQuery<Optional<Map<String, Object>>> {

  // The clock is read once, for the grants and for the hold.
  private static final String SQL =
      """
      WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now)
      SELECT h.id, h.source_id, h.destination_id, h.amount, h.captured, h.expires_at, h.created_at,
             h.settled_at, left(h.reference, 1000000) AS reference,
             left(s.currency, %d) AS currency,
             CASE WHEN h.state = 'open' AND h.expires_at <= t.now THEN 'expired'
                  ELSE h.state END AS state
        FROM clock t
        JOIN hold h ON h.id = ?
        JOIN account s ON s.id = h.source_id
       WHERE EXISTS (
         SELECT 1
           FROM permission p
          WHERE p.resource_id = ANY (ARRAY[h.source_id, h.destination_id]) AND p.principal = ?
            AND p.role <> 'none' AND (p.expires_at IS NULL OR p.expires_at > t.now))
      """
          .formatted(HoldRow.CURRENCY_CHARACTERS_MAX);

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setObject(1, hold);
    statement.setString(2, caller.subject());
  }

  @Override
  public Optional<Map<String, Object>> read(ResultSet rows) throws SQLException {
    return rows.next() ? Optional.of(HoldRow.body(rows)) : Optional.empty();
  }
}
