package dev.interlock.permissionchange;

import dev.interlock.api.Caller;
import dev.interlock.write.ConsistentQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A resource's permissions, or nothing when it is absent or the caller has no live grant there.
record PermissionsQuery(UUID resource, Caller caller)
    implements ConsistentQuery<Optional<Permissions>> {

  // The clock is read once, so that a grant expiring meanwhile is live for all of the
  // answer or none.
  private static final String SQL =
      """
      WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now)
      SELECT r.kind, r.acl_version, g.principal, g.role, g.expires_at
        FROM clock t
        JOIN permission p ON p.resource_id = ? AND p.principal = ? AND p.role <> 'none'
             AND (p.expires_at IS NULL OR p.expires_at > t.now)
        JOIN resource r ON r.id = p.resource_id
        JOIN permission g ON g.resource_id = p.resource_id AND g.role <> 'none'
             AND (g.expires_at IS NULL OR g.expires_at > t.now)
      """;

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setObject(1, resource);
    statement.setString(2, caller.subject());
  }

  @Override
  public Optional<Permissions> read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    String kind = rows.getString("kind");
    long aclVersion = rows.getLong("acl_version");
    List<Permissions.Grant> grants = new ArrayList<>();
    do {
      OffsetDateTime expiresAt = rows.getObject("expires_at", OffsetDateTime.class);
      grants.add(
          new Permissions.Grant(
              rows.getString("principal"),
              rows.getString("role"),
              Optional.ofNullable(expiresAt).map(OffsetDateTime::toInstant)));
    } while (rows.next());
    // Sorted here: databases differ in how they sort text.
    grants.sort(Comparator.comparing(Permissions.Grant::principal));
    return Optional.of(new Permissions(resource, kind, aclVersion, grants));
  }
}
