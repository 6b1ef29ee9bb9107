package dev.interlock.hold;

import dev.interlock.api.Caller;
import dev.interlock.write.ConsistentQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A page of an account's open holds, those that expire soonest first; empty when the account is
/// absent or the caller has no live grant on it. The page ends before `limit` if references are
/// longer than the API accepts.
record HoldsQuery(UUID account, Caller caller, HoldCursor after, int limit)
    implements ConsistentQuery<Optional<Map<String, Object>>> {

  /// The most characters that all references on one page may have together. A character takes at
  /// most 7 bytes of an answer.
  static final int REFERENCE_CHARACTERS_MAX = 600_000;

  // An account without holds is one row of nulls; no row at all is a 404. The clock is read once,
  // for the grant and for the holds. References that do not fit on the page are not fetched.
  private static final String SQL =
      """
      WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now)
      SELECT h.id, h.source_id, h.destination_id, h.amount, h.captured, h.expires_at, h.created_at,
             h.settled_at, h.state, h.characters, left(a.currency, %2$d) AS currency,
             CASE WHEN h.characters - length(h.reference) < %1$d
               THEN left(h.reference, %1$d) END AS reference
        FROM clock t
        JOIN permission p ON p.resource_id = ? AND p.principal = ? AND p.role <> 'none'
             AND (p.expires_at IS NULL OR p.expires_at > t.now)
        JOIN account a ON a.id = p.resource_id
        LEFT JOIN LATERAL (
          SELECT page.*,
                 coalesce(
                   sum(length(page.reference)) OVER (ORDER BY page.expires_at, page.id), 0)
                   AS characters
            FROM (SELECT * FROM hold o
                   WHERE o.source_id = a.id AND o.state = 'open' AND o.expires_at > t.now
                     AND (o.expires_at, o.id) > (?, ?)
                   ORDER BY o.expires_at, o.id
                   LIMIT ?) page
        ) h ON true
       ORDER BY h.expires_at, h.id
      """
          .formatted(REFERENCE_CHARACTERS_MAX, HoldRow.CURRENCY_CHARACTERS_MAX);

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setObject(1, account);
    statement.setString(2, caller.subject());
    statement.setObject(3, after.expiresAt().atOffset(ZoneOffset.UTC));
    statement.setObject(4, after.hold());
    // One more than requested, to know whether there are more.
    statement.setInt(5, limit + 1);
  }

  @Override
  public Optional<Map<String, Object>> read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    List<Map<String, Object>> holds = new ArrayList<>();
    HoldCursor last = after;
    boolean more = false;
    for (boolean row = rows.getObject("id") != null; row && !more; row = rows.next()) {
      boolean full = holds.size() == limit || rows.getLong("characters") > REFERENCE_CHARACTERS_MAX;
      if (full && !holds.isEmpty()) {
        more = true;
      } else {
        holds.add(HoldRow.body(rows));
        last =
            new HoldCursor(
                rows.getObject("expires_at", OffsetDateTime.class).toInstant(),
                rows.getObject("id", UUID.class));
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("holds", holds);
    if (more) {
      body.put("next", last.text());
    }
    return Optional.of(body);
  }
}
