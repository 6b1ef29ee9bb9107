package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// Sets stock of a location aside.
final class StockReservationOperation extends WriteOperation {

  // A placement folds every expired line of its SKUs, so what is reserved afterwards is live.
  private static final String EFFECTS =
      """
      INSERT INTO effect
      SELECT 'stock-reservation', d.caller, d.idempotency_key, d.reservation_id, d.location_id, 2,
        d.created_at,
        jsonb_strip_nulls(d.asked || jsonb_build_object('lines', d.quantities)),
        jsonb_strip_nulls(d.asked || jsonb_build_object('id', d.reservation_id, 'lines', d.lines,
          'createdAt',
          to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
      FROM (
        SELECT e.caller, e.idempotency_key, e.reservation_id, e.location_id, e.created_at,
          jsonb_build_object('location', e.location_id, 'reference', e.reference,
            'expiresAt',
            to_char(r.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AS asked,
          jsonb_object_agg(e.sku, r.quantity) AS quantities,
          jsonb_agg(
            jsonb_build_object('sku', e.sku, 'quantity', r.quantity,
              'available', e.on_hand_after::numeric - e.reserved_after)
            ORDER BY convert_to(e.sku, 'UTF8')) AS lines
        FROM stock_history e
        JOIN sent_key k ON k.operation = 'stock-reservation'
          AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
        LEFT JOIN reservation_line r
          ON r.reservation_id = e.reservation_id AND r.sku = e.sku
        WHERE e.reservation_id IS NOT NULL AND e.settlement_id IS NULL
        GROUP BY e.caller, e.idempotency_key, e.reservation_id, e.location_id, e.created_at,
          e.reference, r.expires_at
      ) d
      """;

  StockReservationOperation() {
    super("stock-reservation", "StockReservationFunction", "/stock-reservations");
  }

  @Override
  public Journal journal() {
    return new Journal(
        "stock_entry",
        "stock_history",
        """
        'stock' AS kind, reservation_id AS id, location_id AS resource_id, sku, version,
          true AS leads\
        """,
        "reservation_id IS NOT NULL AND settlement_id IS NULL AND caller IS NOT NULL");
  }

  /// Lines in byte order, each as its SKU and its quantity.
  @Override
  public String commands() {
    return """
    SELECT e.caller, e.idempotency_key,
      ARRAY[r.location_id::text, coalesce(r.reference, ''),
        to_char(r.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')]
        || array_agg(part.text ORDER BY convert_to(r.sku, 'UTF8'), part.place) AS command
    FROM stock_history e
    JOIN reservation_line r ON r.reservation_id = e.reservation_id AND r.sku = e.sku
    CROSS JOIN LATERAL (VALUES (1, r.sku), (2, r.quantity::text)) AS part (place, text)
    WHERE e.settlement_id IS NULL
    GROUP BY e.caller, e.idempotency_key, r.location_id, r.reference, r.expires_at
    """;
  }

  @Override
  public List<RefusalAnswer> refusals() {
    return List.of(
        new RefusalAnswer("location-not-found", 404, "not-found /location"),
        new RefusalAnswer("role-insufficient", 403, "role-insufficient"),
        new RefusalAnswer(
            "sku-not-found", 404, "not-found /lines", "[{]\"sku\": " + StockLines.SKU + "}"),
        new RefusalAnswer("expiry-past", 409, "expiry-past"),
        new RefusalAnswer(
            "insufficient-stock",
            409,
            "insufficient-stock",
            "[{]\"available\": " + StockLines.QUANTITIES + "}"));
  }

  @Override
  public JsonNode requestedEffect(JsonNode body, Optional<String> ifMatch) {
    ObjectNode effect = JsonNodeFactory.instance.objectNode();
    effect.put("location", RequestMembers.id(body.path("location")));
    effect.put("expiresAt", RequestMembers.time(body.path("expiresAt")));
    effect.set("lines", StockLines.summed(body.path("lines")));
    return RequestMembers.withReference(effect, body);
  }

  @Override
  public List<String> fillStatements() {
    return List.of(EFFECTS, RefusalClaims.insufficientStock(name()));
  }
}
