package dev.interlock.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds an order of all effects that agrees with the versions of every row, and compares it with
/// the real-time order that callers observed.
///
/// A row's writer read the version before it, so every dependency between two effects (one read
/// what the other wrote, overwrote it, or wrote over what the other read) leads from one version of
/// a row to the next. Grants are the exception: transfers and decrements read them, and the journal
/// does not say at which version. [RevokeInvariants] covers those.
///
/// Effects arrive ordered by time, as the versions of a row are; an effect that arrives before one
/// it depends on waits. So memory holds a few numbers for each row, and the waiting effects.
/// Versions are renumbered along each row: a gap is reported by another invariant.
final class EffectOrder {

  static final String ACYCLIC_ID = "acyclic";
  static final String REAL_TIME_ID = "real-time-order";
  static final String WITHOUT_CYCLES = "no two effects each precede the other";
  static final String IN_REAL_TIME = "no effect precedes one that was answered before it was sent";

  private static final int ROWS_PER_FETCH = 1_000;

  private static final String EFFECTS =
      """
      SELECT e.operation, e.caller, e.idempotency_key, e.id, e.created_at,
        dense_rank() OVER (ORDER BY e.operation, e.resource_id, e.sku) AS row_number,
        row_number()
          OVER (PARTITION BY e.operation, e.resource_id, e.sku ORDER BY e.version) AS position,
        NULL::bigint AS first_sent, NULL::bigint AS accepted_at
      FROM (
        SELECT 'transfer' AS operation, caller, idempotency_key, transfer_id AS id, created_at,
          account_id AS resource_id, '' AS sku, version
        FROM account_history
        UNION ALL
        SELECT 'stock-decrement', caller, idempotency_key, decrement_id, created_at, location_id,
          sku, version
        FROM stock_history
        UNION ALL
        SELECT 'permission-change', caller, idempotency_key, id, created_at, resource_id, '',
          acl_version
        FROM permission_history
      ) e
      ORDER BY e.created_at, e.id
      """;

  // Times as microseconds, in which there is nothing to round.
  private static final String EFFECTS_AND_CALLS =
      """
      SELECT e.operation, e.caller, e.idempotency_key, e.id, e.created_at,
        dense_rank() OVER (ORDER BY e.operation, e.resource_id, e.sku) AS row_number,
        row_number()
          OVER (PARTITION BY e.operation, e.resource_id, e.sku ORDER BY e.version) AS position,
        round(extract(epoch FROM k.first_sent) * 1000000)::bigint AS first_sent,
        round(extract(epoch FROM k.accepted_at) * 1000000)::bigint AS accepted_at
      FROM (
        SELECT 'transfer' AS operation, caller, idempotency_key, transfer_id AS id, created_at,
          account_id AS resource_id, '' AS sku, version
        FROM account_history
        UNION ALL
        SELECT 'stock-decrement', caller, idempotency_key, decrement_id, created_at, location_id,
          sku, version
        FROM stock_history
        UNION ALL
        SELECT 'permission-change', caller, idempotency_key, id, created_at, resource_id, '',
          acl_version
        FROM permission_history
      ) e
      LEFT JOIN sent_key k ON k.operation = e.operation
        AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
      ORDER BY e.created_at, e.id
      """;

  private EffectOrder() {}

  /// Reads all effects in the snapshot that is open: the finding about cycles, and with a history
  /// the one about real time.
  static List<Finding> check(Connection connection, boolean withHistory) throws SQLException {
    Orderer orderer = new Orderer();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(ROWS_PER_FETCH);
      try (ResultSet rows = statement.executeQuery(withHistory ? EFFECTS_AND_CALLS : EFFECTS)) {
        @Nullable Effect current = null;
        while (rows.next()) {
          if (current == null || !current.continuesIn(rows)) {
            if (current != null) {
              orderer.add(current);
            }
            current = Effect.of(rows);
          }
          current.touch(rows.getInt("row_number"), rows.getInt("position"));
        }
        if (current != null) {
          orderer.add(current);
        }
      }
    }
    orderer.end();
    List<Finding> findings = new ArrayList<>();
    findings.add(orderer.cycles());
    if (withHistory) {
      findings.add(orderer.realTime());
    }
    return findings;
  }
}
