package dev.interlock.transfer;

import dev.interlock.api.Caller;
import dev.interlock.api.Timestamps;
import dev.interlock.write.ConsistentQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A page of an account's journal; empty when the account is absent or the caller has no live grant
/// on it. The page ends before `limit` if references are longer than the API accepts.
record EntriesQuery(UUID account, Caller caller, long after, int limit)
    implements ConsistentQuery<Optional<Map<String, Object>>> {

  /// The most characters that all references on one page may have together. A character takes at
  /// most 7 bytes of an answer, and the rest of an entry fewer than 250.
  static final int REFERENCE_CHARACTERS_MAX = 800_000;

  // An account without entries is one row of nulls; no row at all is a 404.
  //
  // The function writes references of up to 140 characters, but the table accepts longer ones.
  // Those that do not fit on the page are not fetched.
  private static final String SQL =
      """
      SELECT e.version, e.transfer_id, e.hold_id, e.settlement_id, e.amount, e.balance_after, e.held,
             e.created_at, e.characters,
             CASE WHEN e.characters - length(e.reference) < %1$d
               THEN left(e.reference, %1$d) END AS reference
        FROM permission p
        JOIN account a ON a.id = p.resource_id
        LEFT JOIN LATERAL (
          SELECT page.*,
                 coalesce(sum(length(page.reference)) OVER (ORDER BY page.version), 0) AS characters
            FROM (SELECT * FROM account_history h
                   WHERE h.account_id = a.id AND h.version > ?
                   ORDER BY h.version
                   LIMIT ?) page
        ) e ON true
       WHERE p.resource_id = ? AND p.principal = ? AND p.role <> 'none'
         AND (p.expires_at IS NULL OR p.expires_at > clock_timestamp())
       ORDER BY e.version
      """
          .formatted(REFERENCE_CHARACTERS_MAX);

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setLong(1, after);
    // One more than requested, to know whether there are more.
    statement.setInt(2, limit + 1);
    statement.setObject(3, account);
    statement.setString(4, caller.subject());
  }

  @Override
  public Optional<Map<String, Object>> read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    List<Map<String, Object>> entries = new ArrayList<>();
    long last = 0;
    boolean more = false;
    for (boolean row = rows.getObject("version") != null; row && !more; row = rows.next()) {
      boolean full =
          entries.size() == limit || rows.getLong("characters") > REFERENCE_CHARACTERS_MAX;
      if (full && !entries.isEmpty()) {
        more = true;
      } else {
        entries.add(entry(rows));
        last = rows.getLong("version");
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("entries", entries);
    if (more) {
      body.put("next", last);
    }
    return Optional.of(body);
  }

  private static Map<String, Object> entry(ResultSet row) throws SQLException {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("version", row.getLong("version"));
    putIfPresent(entry, "transfer", row.getString("transfer_id"));
    putIfPresent(entry, "hold", row.getString("hold_id"));
    putIfPresent(entry, "settlement", row.getString("settlement_id"));
    entry.put("amount", row.getLong("amount"));
    entry.put("balanceAfter", row.getLong("balance_after"));
    putIfPresent(entry, "held", row.getObject("held", Long.class));
    putIfPresent(entry, "reference", row.getString("reference"));
    entry.put(
        "createdAt",
        Timestamps.rfc3339(row.getObject("created_at", OffsetDateTime.class).toInstant()));
    return entry;
  }

  private static void putIfPresent(Map<String, Object> entry, String name, @Nullable Object value) {
    if (value != null) {
      entry.put(name, value);
    }
  }
}
