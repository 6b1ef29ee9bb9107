package dev.interlock.audit.operation;

/// What refusals that several operations share say about rows, as statements that fill the table
/// `claim`.
final class RefusalClaims {

  private RefusalClaims() {}

  /// Less than the amount was available at `from`.
  static String insufficientFunds(String operation) {
    return """
    INSERT INTO claim
    SELECT x.line, 'available', (x.asked ->> 'from')::uuid, '',
      0, (x.asked ->> 'amount')::bigint - 1, k.first_sent, i.created_at
    FROM exchange x
    JOIN sent_key k USING (operation, caller, idempotency_key)
    JOIN idempotency_history i USING (operation, caller, idempotency_key)
    WHERE x.refusal = 'insufficient-funds' AND x.operation = '%s' AND x.asked IS NOT NULL
    """
        .formatted(operation);
  }

  /// What a shortage reports was available, and is less than was requested.
  static String insufficientStock(String operation) {
    return """
    INSERT INTO claim
    SELECT x.line, 'stock', (x.asked ->> 'location')::uuid, short.sku,
      CASE WHEN short.available ~ '^[0-9]{1,18}$' THEN short.available::bigint ELSE -1 END,
      CASE WHEN short.available ~ '^[0-9]{1,18}$' THEN
        least(short.available::bigint, (x.asked -> 'lines' ->> short.sku)::bigint - 1)
        ELSE -1 END,
      k.first_sent, i.created_at
    FROM exchange x
    JOIN sent_key k USING (operation, caller, idempotency_key)
    JOIN idempotency_history i USING (operation, caller, idempotency_key)
    CROSS JOIN LATERAL jsonb_each_text(
      CASE jsonb_typeof(x.detail -> 'available')
        WHEN 'object' THEN x.detail -> 'available' ELSE '{}' END
    ) AS short (sku, available)
    WHERE x.refusal = 'insufficient-stock' AND x.operation = '%s' AND x.asked IS NOT NULL
    """
        .formatted(operation);
  }
}
