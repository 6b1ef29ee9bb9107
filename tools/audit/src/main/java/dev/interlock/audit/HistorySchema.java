package dev.interlock.audit;

/// The temporary tables that [HistoryTables] fills and the invariants of a history read.
final class HistorySchema {

  // `meaning` and the columns after it are what ExchangeRow finds in the texts. resource_id, sku
  // and version belong to reads; sku is '' where a row has none. A page of entries has the last
  // version on it, or the one that it begins after.
  static final String CREATE =
      """
      CREATE TEMPORARY TABLE clock (tolerance interval NOT NULL);
      CREATE TEMPORARY TABLE exchange (
        line bigint, operation text, caller text, idempotency_key text, sent_at timestamptz,
        answered_at timestamptz, status int, replayed boolean, etag text, body text,
        meaning text, refusal text, detail jsonb, asked jsonb, answered jsonb,
        resource_id uuid, sku text, version bigint);
      CREATE TEMPORARY TABLE sent_key (
        operation text, caller text, idempotency_key text, first_sent timestamptz,
        accepted_at timestamptz, settled boolean, first_denied timestamptz,
        first_possible timestamptz);
      CREATE TEMPORARY TABLE effect (
        operation text, caller text, idempotency_key text, id uuid, resource_id uuid, need int,
        created_at timestamptz, done jsonb, answer jsonb, etag text);
      CREATE TEMPORARY TABLE commit_time (
        operation text, caller text, idempotency_key text, at timestamptz);
      CREATE TEMPORARY TABLE claim (
        line bigint, kind text, resource_id uuid, sku text, value_min bigint, value_max bigint,
        first_sent timestamptz, decided_at timestamptz);
      CREATE TEMPORARY TABLE row_version (
        kind text, resource_id uuid, sku text, version bigint, value bigint,
        created_at timestamptz);
      CREATE INDEX ON row_version (kind, resource_id, sku, created_at);
      CREATE TEMPORARY TABLE set_aside (
        kind text, resource_id uuid, sku text, amount bigint, placed bigint, settled bigint,
        expires_at timestamptz);
      CREATE INDEX ON set_aside (kind, resource_id, sku, placed);
      CREATE TEMPORARY TABLE grant_state (
        resource_id uuid, principal text, acl_version bigint, role text, expires_at timestamptz,
        seen_from timestamptz, seen_until timestamptz);
      CREATE INDEX ON grant_state (resource_id, principal, seen_until);
      CREATE TEMPORARY TABLE status_state (
        account_id uuid, version bigint, status text, seen_from timestamptz,
        seen_until timestamptz);
      CREATE INDEX ON status_state (account_id, version);
      CREATE TEMPORARY TABLE owner_state (
        resource_id uuid, principal text, first_version bigint, end_version bigint);
      CREATE INDEX ON owner_state (resource_id);
      CREATE TEMPORARY TABLE revoked (
        resource_id uuid, principal text, need int, revoked_at timestamptz,
        granted_at timestamptz, grant_sent timestamptz);
      CREATE INDEX ON revoked (resource_id, principal, need, revoked_at);
      """;

  static final String DROP =
      """
      DROP TABLE IF EXISTS pg_temp.clock, pg_temp.exchange, pg_temp.sent_key, pg_temp.effect,
        pg_temp.commit_time, pg_temp.claim, pg_temp.row_version, pg_temp.set_aside,
        pg_temp.grant_state, pg_temp.status_state, pg_temp.owner_state, pg_temp.revoked
      """;

  // `first_possible`: from then on this key may have been written.
  static final String FILL_SENT_KEYS =
      """
      INSERT INTO sent_key
      SELECT operation, caller, idempotency_key, min(sent_at),
        min(answered_at) FILTER (WHERE meaning = 'accepted'),
        bool_or(meaning IN ('accepted', 'refused', 'rejected')),
        min(sent_at) FILTER (WHERE meaning IN ('not-written', 'rejected')),
        min(sent_at) FILTER (WHERE meaning NOT IN ('not-written', 'rejected'))
      FROM exchange
      WHERE idempotency_key IS NOT NULL
      GROUP BY operation, caller, idempotency_key
      """;

  private HistorySchema() {}
}
