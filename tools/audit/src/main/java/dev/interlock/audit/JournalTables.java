package dev.interlock.audit;

import dev.interlock.audit.operation.Journal;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.WriteOperation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Fills the tables of a history from the journals: what each key in it did, which states of rows
/// and grants its refusals speak of, and from when a principal was without a role.
///
/// Version v of a row was visible neither before its time nor after the time of version v + 2: the
/// statement that wrote v + 2 took its time after a snapshot in which v + 1 stood.
final class JournalTables {

  private static final String ROW_VERSIONS =
      """
      INSERT INTO row_version
      WITH claimed AS (SELECT DISTINCT kind, resource_id, sku FROM claim)
      SELECT c.kind, e.account_id, '', e.version, e.balance_after, e.created_at
      FROM claimed c
      JOIN account_history e ON e.account_id = c.resource_id
      WHERE c.kind IN ('account', 'available')
      UNION ALL
      SELECT c.kind, e.location_id, e.sku, e.version, e.on_hand_after, e.created_at
      FROM claimed c
      JOIN stock_history e ON e.location_id = c.resource_id AND e.sku = c.sku
      WHERE c.kind = 'stock'
      UNION ALL
      SELECT DISTINCT c.kind, e.resource_id, '', e.acl_version, e.acl_version, e.created_at
      FROM claimed c
      JOIN permission_history e ON e.resource_id = c.resource_id
      WHERE c.kind = 'permissions'
      """;

  // A grant is no longer visible once the next change of its principal has been answered. Before
  // its first change, a principal without an opening has a state without a role: it had no grant,
  // or an expired one that no journal has.
  private static final String GRANT_STATES =
      """
      INSERT INTO grant_state
      WITH change AS (
        SELECT resource_id, principal, acl_version, role, expires_at, created_at,
          lead(acl_version) OVER changes AS next_version, lead(caller) OVER changes AS next_caller,
          lead(idempotency_key) OVER changes AS next_key,
          lag(acl_version) OVER changes AS version_before
        FROM permission_history
        WINDOW changes AS (PARTITION BY resource_id, principal ORDER BY acl_version)
      )
      SELECT c.resource_id, c.principal, c.acl_version, c.role, c.expires_at, c.created_at,
        least(gone.created_at, k.accepted_at, TIMESTAMPTZ '9999-12-31T00:00:00Z')
      FROM change c
      LEFT JOIN permission_history gone
        ON gone.resource_id = c.resource_id AND gone.acl_version = c.next_version + 1
      LEFT JOIN sent_key k ON k.operation = 'permission-change'
        AND k.caller = c.next_caller AND k.idempotency_key = c.next_key
      UNION ALL
      SELECT c.resource_id, c.principal, 0, NULL, NULL, TIMESTAMPTZ '0001-01-01T00:00:00Z',
        coalesce(gone.created_at, TIMESTAMPTZ '9999-12-31T00:00:00Z')
      FROM change c
      LEFT JOIN permission_history gone
        ON gone.resource_id = c.resource_id AND gone.acl_version = c.acl_version + 1
      WHERE c.version_before IS NULL AND c.acl_version > 0
      """;

  // The status of every account since the version that set it. It is visible for as long as the
  // version before the next change.
  private static final String STATUS_STATES =
      """
      INSERT INTO status_state
      WITH change AS (
        SELECT account_id, version, status, created_at,
          lead(version) OVER (PARTITION BY account_id ORDER BY version) AS next_version
        FROM account_history
        WHERE status IS NOT NULL
      )
      SELECT c.account_id, c.version, c.status, c.created_at,
        coalesce(gone.created_at, TIMESTAMPTZ '9999-12-31T00:00:00Z')
      FROM change c
      LEFT JOIN account_history gone
        ON gone.account_id = c.account_id AND gone.version = c.next_version + 1
      """;

  // From which version to which one a principal was an owner, whose grant never expires.
  private static final String OWNER_STATES =
      """
      INSERT INTO owner_state
      WITH claimed AS (
        SELECT DISTINCT (asked ->> 'resource')::uuid AS resource_id
        FROM exchange WHERE refusal = 'last-owner' AND asked IS NOT NULL
      ),
      change AS (
        SELECT p.resource_id, p.principal, p.role, p.acl_version,
          lead(p.acl_version) OVER (PARTITION BY p.resource_id, p.principal ORDER BY p.acl_version)
            AS next_version
        FROM permission_history p
        JOIN claimed c ON c.resource_id = p.resource_id
      )
      SELECT resource_id, principal, acl_version, next_version FROM change WHERE role = 'owner'
      """;

  // From the answer that took a principal's role below `need` to the next grant of at least that
  // much. `turn` numbers the stretches that begin with such a grant.
  private static final String REVOKED =
      """
      INSERT INTO revoked
      WITH change AS (
        SELECT p.resource_id, p.principal, p.acl_version, p.created_at, n.need,
          k.first_sent, k.accepted_at,
          CASE p.role WHEN 'owner' THEN 3 WHEN 'operator' THEN 2 WHEN 'viewer' THEN 1 ELSE 0 END
            >= n.need AS suffices
        FROM permission_history p
        CROSS JOIN (VALUES (1), (2), (3)) AS n (need)
        LEFT JOIN sent_key k ON k.operation = 'permission-change'
          AND k.caller = p.caller AND k.idempotency_key = p.idempotency_key
      ),
      turned AS (
        SELECT *, count(*) FILTER (WHERE suffices)
          OVER (PARTITION BY resource_id, principal, need ORDER BY acl_version) AS turn
        FROM change
      ),
      stretch AS (
        SELECT resource_id, principal, need, turn,
          min(accepted_at) FILTER (WHERE NOT suffices) AS revoked_at,
          min(created_at) FILTER (WHERE suffices) AS granted_at,
          min(first_sent) FILTER (WHERE suffices) AS grant_sent
        FROM turned
        GROUP BY resource_id, principal, need, turn
      ),
      ended AS (
        SELECT resource_id, principal, need, revoked_at,
          lead(granted_at) OVER stretches AS granted_at,
          lead(grant_sent) OVER stretches AS grant_sent
        FROM stretch
        WINDOW stretches AS (PARTITION BY resource_id, principal, need ORDER BY turn)
      )
      SELECT * FROM ended WHERE revoked_at IS NOT NULL
      """;

  /// When each effect was committed, as the server recorded it (`track_commit_timestamp`), else
  /// when it was decided, which is a little earlier. A row that was moved to the archive or
  /// restored from a backup has the time of that instead, which shows: it is later than the answer.
  static final String COMMIT_TIMES =
      """
      INSERT INTO commit_time
      SELECT n.operation, n.caller, n.idempotency_key,
        max(CASE WHEN n.at <= k.accepted_at + c.tolerance THEN n.at ELSE n.created_at END)
      FROM (
      %s) n
      CROSS JOIN clock c
      JOIN sent_key k ON k.operation = n.operation
        AND k.caller = n.caller AND k.idempotency_key = n.idempotency_key
      WHERE n.leads
      GROUP BY n.operation, n.caller, n.idempotency_key
      """
          .formatted(
              Operations.WRITES.stream()
                  .flatMap(JournalTables::committed)
                  .collect(Collectors.joining("UNION ALL\n")));

  static final List<String> FILL =
      Stream.concat(
              Operations.WRITES.stream().flatMap(write -> write.fillStatements().stream()),
              Stream.of(
                  ROW_VERSIONS,
                  SetAsideHistory.FILL,
                  GRANT_STATES,
                  STATUS_STATES,
                  OWNER_STATES,
                  REVOKED))
          .toList();

  private JournalTables() {}

  private static Stream<String> committed(WriteOperation write) {
    Journal journal = write.journal();
    return Stream.of(
        """
        SELECT %s,
          CASE current_setting('track_commit_timestamp') WHEN 'on'
            THEN pg_xact_commit_timestamp(xmin) END AS at
        FROM %s
        WHERE %s
        """
            .formatted(journal.columns(write.name()), journal.entries(), journal.condition()),
        "SELECT %s, NULL FROM %s WHERE %s\n"
            .formatted(journal.columns(write.name()), journal.archive(), journal.condition()));
  }
}
