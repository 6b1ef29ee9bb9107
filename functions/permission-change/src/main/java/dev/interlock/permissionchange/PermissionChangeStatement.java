package dev.interlock.permissionchange;

import dev.interlock.api.Json;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;

/// Decides a change of permissions and carries it out, in one statement.
record PermissionChangeStatement(PermissionChangeCommand command)
    implements ConditionalStatement<PermissionChangeVerdict> {

  // The guard is the resource's row: every change writes it, so of two changes that saw one
  // version the second fails with 40001 or finds another version. The caller's own grant needs no
  // lock here, because nothing can take it away without writing that row.
  private static final String SQL =
      ConditionalStatement.compact(
          """
          -- One budget for all waits, counted from here: no wait goes past key_wait_end
          -- or wait_end, however long an earlier one took.
          WITH command AS MATERIALIZED (
            SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
                   set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
                   clock_timestamp() + ?::interval AS key_wait_end,
                   clock_timestamp() + ?::interval AS wait_end,
                   ?::uuid AS resource_id, ?::text AS principal, ?::text AS role,
                   ?::timestamptz AS expires_at, ?::bigint AS expected_version
          ),
          -- One look at the clock, behind the snapshot: what was committed before is older than
          -- this.
          found AS MATERIALIZED (
            SELECT clock_timestamp() AS decided_at, gen_random_uuid() AS id,
                   lower(current_setting('transaction_isolation')) AS isolation, c.*,
                   wait_until(c.key_wait_end) AS key_wait,
                   r.acl_version, r.owner_count,
                   g.role AS stored_caller_role, g.expires_at AS caller_expires_at,
                   p.role AS stored_previous_role, p.expires_at AS previous_expires_at
              FROM command c
              LEFT JOIN resource r ON r.id = c.resource_id
              LEFT JOIN permission g ON g.resource_id = c.resource_id AND g.principal = c.caller
              LEFT JOIN permission p ON p.resource_id = c.resource_id AND p.principal = c.principal
          ),
          -- The order of these lines is the contract's precedence.
          decided AS MATERIALIZED (
            SELECT f.*, live.previous_role,
                   CASE WHEN f.role = 'owner' THEN 1 ELSE 0 END
                     - CASE WHEN live.previous_role = 'owner' THEN 1 ELSE 0 END AS owners_more,
                   CASE
                     WHEN f.isolation NOT IN ('repeatable read', 'serializable')
                       THEN 'isolation-too-low'
                     WHEN f.acl_version IS NULL OR live.caller_role = 'none'
                       THEN 'resource-not-found'
                     -- Anyone may give up a role of their own.
                     WHEN live.caller_role <> 'owner'
                          AND NOT (f.principal = f.caller AND f.role = 'none')
                       THEN 'role-insufficient'
                     WHEN f.acl_version <> f.expected_version THEN 'version-mismatch'
                     WHEN f.expires_at <= f.decided_at THEN 'expiry-past'
                     WHEN live.previous_role = 'owner' AND f.role <> 'owner' AND f.owner_count = 1
                       THEN 'last-owner'
                     ELSE 'accepted'
                   END AS verdict
              FROM found f
             CROSS JOIN LATERAL (
               SELECT CASE WHEN f.caller_expires_at <= f.decided_at THEN 'none'
                           ELSE coalesce(f.stored_caller_role, 'none') END AS caller_role,
                      CASE WHEN f.previous_expires_at <= f.decided_at THEN 'none'
                           ELSE coalesce(f.stored_previous_role, 'none') END AS previous_role) live
          ),
          -- The key is taken by inserting it and never read before: a read would lock pages of its
          -- index against unrelated calls. No row comes back when another call has it.
          remembered AS (
            INSERT INTO idempotency
              (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
            SELECT d.caller, 'permission-change', d.idempotency_key, d.fingerprint, d.verdict,
                   CASE d.verdict
                     WHEN 'accepted' THEN jsonb_build_object(
                       'id', d.id, 'previousRole', d.previous_role, 'aclVersion', d.acl_version + 1)
                     WHEN 'version-mismatch' THEN jsonb_build_object('aclVersion', d.acl_version)
                     ELSE '{}'::jsonb
                   END, d.decided_at
              FROM decided d
             WHERE d.verdict <> 'isolation-too-low'
            ON CONFLICT (caller, operation, idempotency_key) DO NOTHING
            RETURNING verdict, detail, created_at
          ),
          -- Carried out only once its key is remembered.
          accepted AS MATERIALIZED (
            SELECT d.* FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'
          ),
          -- We hold the key now, and others may wait for it. We wait longer for a row than they
          -- do for the key, or two calls with one key would take turns giving up.
          moved AS (
            UPDATE resource r
               SET acl_version = r.acl_version + 1, owner_count = r.owner_count + a.owners_more
              FROM (SELECT a.*, wait_until(a.wait_end) AS row_wait FROM accepted a) a
             WHERE r.id = a.resource_id AND r.acl_version = a.expected_version
            RETURNING r.id, r.acl_version
          ),
          -- Waits for the statements that hold the principal's grant locked: once this has
          -- committed, nothing of theirs commits any more on the strength of the old one.
          granted AS (
            INSERT INTO permission (resource_id, principal, role, expires_at)
            SELECT m.id, m.principal, m.role, m.expires_at
              FROM (SELECT m.id, a.principal, a.role, a.expires_at,
                           wait_until(a.wait_end) AS grant_wait
                      FROM moved m CROSS JOIN accepted a) m
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
          SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
          UNION ALL
          SELECT d.verdict, '{}', d.decided_at FROM decided d WHERE d.verdict = 'isolation-too-low'
          """);

  @Override
  public CommandIdentity identity() {
    return command.identity();
  }

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
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
  public PermissionChangeVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return switch (word) {
      case ACCEPTED -> PermissionChangeVerdict.Accepted.of(detail, decidedAt);
      case "version-mismatch" ->
          new PermissionChangeVerdict.VersionMismatch(detail.integer("aclVersion"));
      default -> ConditionalStatement.refusal(PermissionChangeVerdict.Refusal.class, word);
    };
  }
}
