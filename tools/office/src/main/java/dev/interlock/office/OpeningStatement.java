package dev.interlock.office;

import dev.interlock.write.Command;

/// Opens a resource with its first grants, and journals them as version 0.
abstract class OpeningStatement<C extends Command> extends OfficeStatement<C> {

  private static final String FIRST_GRANTS =
      """
      granted AS (
        INSERT INTO permission (resource_id, principal, role)
        SELECT m.id, g.principal, g.role FROM moved m CROSS JOIN first_grant g
        RETURNING resource_id
      ),
      grants_journaled AS (
        INSERT INTO permission_entry
          (resource_id, acl_version, id, principal, previous_role, role,
           caller, idempotency_key, created_at)
        SELECT m.id, 0, gen_random_uuid(), g.principal, 'none', g.role,
               d.caller, d.idempotency_key, d.decided_at
          FROM moved m CROSS JOIN decided d CROSS JOIN first_grant g
        RETURNING resource_id
      )
      """;

  /// The kind of the resource, as SQL.
  abstract String kind();

  /// Names and values of the answer's other members, as SQL.
  abstract String answer();

  /// Steps that write the resource's other rows and journal them, each after a comma; or a blank
  /// line.
  abstract String opened();

  /// The further columns of the command, after a comma; or a blank line.
  abstract String own();

  @Override
  protected final String command() {
    return """
    ?::text AS action, ?::uuid AS resource_id, ?::text[] AS principals, ?::text[] AS roles\
    """
        + own();
  }

  @Override
  protected final String lookups() {
    return """
    first_grant AS MATERIALIZED (
      SELECT g.principal, g.role
        FROM command c
       CROSS JOIN unnest(c.principals, c.roles) AS g (principal, role)
    )
    """;
  }

  @Override
  protected final String found() {
    return "r.id AS existing_id\n";
  }

  @Override
  protected final String joins() {
    return "LEFT JOIN resource r ON r.id = c.resource_id\n";
  }

  @Override
  protected final String decided() {
    return "WHEN f.existing_id IS NOT NULL THEN 'resource-exists'\n";
  }

  @Override
  protected final String detail() {
    return """
    WHEN 'accepted' THEN jsonb_build_object('command', d.action, %s)
    """
        .formatted(answer());
  }

  @Override
  protected final String targets() {
    return "SELECT a.resource_id FROM accepted a\n";
  }

  @Override
  protected final String moved() {
    return """
    -- Of two openings with one id, the later waits here and fails on the primary key. When it is
    -- retried, it is refused.
    INSERT INTO resource (id, kind, acl_version, owner_count)
    SELECT t.resource_id, %s, 0, (SELECT count(*) FROM first_grant g WHERE g.role = 'owner')
      FROM target t
    RETURNING id
    """
        .formatted(kind());
  }

  @Override
  protected final String journaled() {
    return FIRST_GRANTS.stripTrailing() + opened();
  }
}
