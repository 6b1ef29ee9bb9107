package dev.interlock.permissionchange;

import dev.interlock.api.Caller;
import dev.interlock.write.ConsistentQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A page of a resource's permissions; empty when the resource is absent or the caller has no live
/// grant on it.
///
/// @param after the page begins after this principal; empty for the first page
record PermissionsQuery(UUID resource, Caller caller, String after, int limit)
    implements ConsistentQuery<Optional<Permissions>> {

  // The clock is read once, so that a grant that is about to expire is either live throughout the
  // answer or not at all.
  //
  // Byte order is COLLATE "C" on PostgreSQL, where the primary key has that order too (see
  // db/postgresql.sql); a key in another order costs a sort of the resource's grants. CockroachDB
  // always sorts by bytes and ignores the clause.
  //
  // Tables older than the CHECK on principals may contain one that no token can have. No caller can
  // use its grant, and no page could continue after it.
  private static final String SQL =
      """
      WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now)
      SELECT r.kind, r.acl_version, g.principal, g.role, g.expires_at
        FROM clock t
        JOIN permission p ON p.resource_id = ? AND p.principal = ? AND p.role <> 'none'
             AND (p.expires_at IS NULL OR p.expires_at > t.now)
        JOIN resource r ON r.id = p.resource_id
        LEFT JOIN LATERAL (
          SELECT page.principal, page.role, page.expires_at
            FROM permission page
           WHERE page.resource_id = r.id AND page.principal COLLATE "C" > ?
             AND page.role <> 'none' AND page.principal ~ '^[!-~]{1,128}$'
             AND (page.expires_at IS NULL OR page.expires_at > t.now)
           ORDER BY page.principal COLLATE "C"
           LIMIT ?
        ) g ON true
       ORDER BY g.principal COLLATE "C"
      """;

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setObject(1, resource);
    statement.setString(2, caller.subject());
    statement.setString(3, after);
    // One more than requested, to know whether there are more.
    statement.setInt(4, limit + 1);
  }

  @Override
  public Optional<Permissions> read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    String kind = rows.getString("kind");
    long aclVersion = rows.getLong("acl_version");
    List<Permissions.Grant> grants = new ArrayList<>();
    boolean row = rows.getString("principal") != null;
    for (; row && grants.size() < limit; row = rows.next()) {
      grants.add(grant(rows));
    }
    return Optional.of(new Permissions(resource, kind, aclVersion, grants, row));
  }

  private static Permissions.Grant grant(ResultSet row) throws SQLException {
    OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
    return new Permissions.Grant(
        row.getString("principal"),
        row.getString("role"),
        Optional.ofNullable(expiresAt).map(OffsetDateTime::toInstant));
  }
}
