package dev.interlock.permissionchange;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;

/// Decides a change of permissions and carries it out, in one statement.
///
/// The guard row is the resource's. Every change writes it, so of two changes that saw the same
/// version the second fails with 40001 or finds another version. Nor can the caller's grant be
/// taken away without writing it, so that grant needs no lock.
final class PermissionChangeStatement
    extends ConditionalStatement<PermissionChangeCommand, PermissionChangeVerdict> {

  PermissionChangeStatement() {
    super(PermissionChangeCommand.OPERATION, PermissionChangeVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::uuid AS resource_id, ?::text AS principal, ?::text AS role,
    ?::timestamptz AS expires_at, ?::bigint AS expected_version
    """;
  }

  @Override
  protected String found() {
    return """
    r.acl_version, r.owner_count,
    g.role AS stored_caller_role, g.expires_at AS caller_expires_at,
    p.role AS stored_previous_role, p.expires_at AS previous_expires_at
    """;
  }

  @Override
  protected String joins() {
    return """
    LEFT JOIN resource r ON r.id = c.resource_id
    LEFT JOIN permission g ON g.resource_id = c.resource_id AND g.principal = c.caller
    LEFT JOIN permission p ON p.resource_id = c.resource_id AND p.principal = c.principal
    """;
  }

  @Override
  protected String live() {
    return """
    SELECT CASE WHEN f.caller_expires_at <= f.decided_at THEN 'none'
                ELSE coalesce(f.stored_caller_role, 'none') END AS caller_role,
           CASE WHEN f.previous_expires_at <= f.decided_at THEN 'none'
                ELSE coalesce(f.stored_previous_role, 'none') END AS previous_role
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.acl_version IS NULL OR live.caller_role = 'none' THEN 'resource-not-found'
    -- Anyone may give up their own role.
    WHEN live.caller_role <> 'owner' AND NOT (f.principal = f.caller AND f.role = 'none')
      THEN 'role-insufficient'
    WHEN f.acl_version <> f.expected_version THEN 'version-mismatch'
    WHEN f.expires_at <= f.decided_at THEN 'expiry-past'
    WHEN live.previous_role = 'owner' AND f.role <> 'owner' AND f.owner_count = 1
      THEN 'last-owner'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN jsonb_build_object(
      'id', d.id, 'previousRole', d.previous_role, 'aclVersion', d.acl_version + 1)
    WHEN 'version-mismatch' THEN jsonb_build_object('aclVersion', d.acl_version)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT a.resource_id, a.expected_version,
           CASE WHEN a.role = 'owner' THEN 1 ELSE 0 END
             - CASE WHEN a.previous_role = 'owner' THEN 1 ELSE 0 END AS owners_added
      FROM accepted a
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE resource r
       SET acl_version = r.acl_version + 1, owner_count = r.owner_count + t.owners_added
      FROM target t
     WHERE r.id = t.resource_id AND r.acl_version = t.expected_version
    RETURNING r.id, r.acl_version
    """;
  }

  @Override
  protected String journaled() {
    return """
    -- Waits for the statements that hold the principal's grant locked: once this has committed,
    -- none of theirs can commit on the strength of the old grant.
    granted AS (
      INSERT INTO permission (resource_id, principal, role, expires_at)
      SELECT g.id, g.principal, g.role, g.expires_at
        FROM (
          SELECT m.id, a.principal, a.role, a.expires_at,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN accepted a
        ) g
      ON CONFLICT (resource_id, principal)
        DO UPDATE SET role = excluded.role, expires_at = excluded.expires_at
      RETURNING resource_id
    ),
    journaled AS (
      INSERT INTO permission_entry
        (resource_id, acl_version, id, caller, idempotency_key,
         principal, previous_role, role, expires_at, created_at)
      SELECT m.id, m.acl_version, d.id, d.caller, d.idempotency_key,
             d.principal, d.previous_role, d.role, d.expires_at, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING resource_id
    )
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, PermissionChangeCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.resource());
    statement.setString(next++, command.principal());
    statement.setString(next++, command.role());
    statement.setObject(
        next++,
        command.expiresAt().map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null),
        Types.TIMESTAMP_WITH_TIMEZONE);
    statement.setLong(next, command.aclVersion());
  }

  @Override
  protected PermissionChangeVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return switch (word) {
      case ACCEPTED -> PermissionChangeVerdict.Accepted.of(detail, decidedAt);
      case "version-mismatch" ->
          new PermissionChangeVerdict.VersionMismatch(detail.integer("aclVersion"));
      default -> refusal(PermissionChangeVerdict.Refusal.class, word);
    };
  }
}
