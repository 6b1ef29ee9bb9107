package dev.interlock.races.contender;

import static dev.interlock.races.contender.Verdicts.ACCEPTED;

import dev.interlock.json.JsonText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/// A resource and two of its grants, as a transaction has read them, and the writes to them.
///
/// @param aclVersion of the resource; negative if it does not exist
record GrantRows(
    Order.Change order, long aclVersion, long ownerCount, String callerRole, String previousRole) {

  private static final int ABSENT = -1;

  private static final String RESOURCE =
      "SELECT acl_version, owner_count FROM resource WHERE id = ?";

  private static final String ROLES =
      """
      SELECT principal, CASE WHEN expires_at <= clock_timestamp() THEN 'none' ELSE role END
        FROM permission WHERE resource_id = ? AND principal IN (?, ?)
      """;

  static GrantRows read(Connection connection, Order.Change order) throws SQLException {
    long aclVersion = ABSENT;
    long ownerCount = 0;
    String callerRole = Grants.NONE;
    String previousRole = Grants.NONE;
    try (PreparedStatement resource = connection.prepareStatement(RESOURCE)) {
      resource.setObject(1, order.resource());
      try (ResultSet row = resource.executeQuery()) {
        if (row.next()) {
          aclVersion = row.getLong(1);
          ownerCount = row.getLong(2);
        }
      }
    }
    try (PreparedStatement roles = connection.prepareStatement(ROLES)) {
      roles.setObject(1, order.resource());
      roles.setString(2, order.caller());
      roles.setString(3, order.principal());
      try (ResultSet rows = roles.executeQuery()) {
        while (rows.next()) {
          callerRole = rows.getString(1).equals(order.caller()) ? rows.getString(2) : callerRole;
          previousRole =
              rows.getString(1).equals(order.principal()) ? rows.getString(2) : previousRole;
        }
      }
    }
    return new GrantRows(order, aclVersion, ownerCount, callerRole, previousRole);
  }

  /// The verdict, by the precedence of the contract.
  String verdict() {
    if (aclVersion == ABSENT || callerRole.equals(Grants.NONE)) {
      return "resource-not-found";
    }
    if (!Grants.allow(callerRole, order)) {
      return "role-insufficient";
    }
    if (aclVersion != order.version()) {
      return "version-mismatch";
    }
    boolean removesOwner = Grants.isOwner(previousRole) && !Grants.isOwner(order.role());
    return removesOwner && ownerCount == 1 ? "last-owner" : ACCEPTED;
  }

  private static final String UPDATE =
      """
      UPDATE resource SET acl_version = acl_version + 1, owner_count = owner_count + ?
       WHERE id = ? AND acl_version = ?
      """;

  private static final String GRANT =
      """
      INSERT INTO permission (resource_id, principal, role) VALUES (?, ?, ?)
      ON CONFLICT (resource_id, principal)
        DO UPDATE SET role = excluded.role, expires_at = excluded.expires_at
      """;

  private static final String JOURNAL =
      """
      INSERT INTO permission_entry
        (resource_id, acl_version, id, caller, idempotency_key, principal, previous_role, role)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /// Changes the grant and journals it; returns the detail to store.
  String change(Connection connection) throws SQLException {
    UUID id = UUID.randomUUID();
    long next = aclVersion + 1;
    try (PreparedStatement update = connection.prepareStatement(UPDATE);
        PreparedStatement grant = connection.prepareStatement(GRANT);
        PreparedStatement journal = connection.prepareStatement(JOURNAL)) {
      update.setLong(1, owner(order.role()) - owner(previousRole));
      update.setObject(2, order.resource());
      update.setLong(3, order.version());
      update.executeUpdate();
      grant.setObject(1, order.resource());
      grant.setString(2, order.principal());
      grant.setString(3, order.role());
      grant.executeUpdate();
      journal.setObject(1, order.resource());
      journal.setLong(2, next);
      journal.setObject(3, id);
      journal.setString(4, order.caller());
      journal.setString(5, order.key());
      journal.setString(6, order.principal());
      journal.setString(7, previousRole);
      journal.setString(8, order.role());
      journal.executeUpdate();
    }
    return JsonText.of(
        Map.of("id", id.toString(), "previousRole", previousRole, "aclVersion", next));
  }

  private static long owner(String role) {
    return Grants.isOwner(role) ? 1 : 0;
  }
}
