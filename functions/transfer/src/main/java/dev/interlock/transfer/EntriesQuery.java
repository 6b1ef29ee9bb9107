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

/// A page of an account's journal, or nothing when the account is absent or the caller has no live
/// grant there.
record EntriesQuery(UUID account, Caller caller, long after, int limit)
    implements ConsistentQuery<Optional<Map<String, Object>>> {

  // An account without entries is one row of nulls; no row at all is a 404.
  private static final String SQL =
      """
      SELECT e.version, e.transfer_id, e.amount, e.balance_after, e.reference, e.created_at
        FROM permission p
        JOIN account a ON a.id = p.resource_id
        LEFT JOIN LATERAL (
          SELECT * FROM account_history page
           WHERE page.account_id = a.id AND page.version > ?
           ORDER BY page.version
           LIMIT ?
        ) e ON true
       WHERE p.resource_id = ? AND p.principal = ? AND p.role <> 'none'
         AND (p.expires_at IS NULL OR p.expires_at > clock_timestamp())
       ORDER BY e.version
      """;

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setLong(1, after);
    // One more than asked for tells whether there are more.
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
      if (entries.size() == limit) {
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
    String transfer = row.getString("transfer_id");
    if (transfer != null) {
      entry.put("transfer", transfer);
    }
    entry.put("amount", row.getLong("amount"));
    entry.put("balanceAfter", row.getLong("balance_after"));
    String reference = row.getString("reference");
    if (reference != null) {
      entry.put("reference", reference);
    }
    entry.put(
        "createdAt",
        Timestamps.rfc3339(row.getObject("created_at", OffsetDateTime.class).toInstant()));
    return entry;
  }
}
