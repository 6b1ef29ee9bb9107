package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// Takes stock out of a location.
final class StockDecrementOperation extends WriteOperation {

  // Lines are answered in byte order, which is not every database's collation. `need` is the least
  // role that it takes: 2 operator.
  private static final String EFFECTS =
      """
      INSERT INTO effect
      SELECT 'stock-decrement', d.caller, d.idempotency_key, d.decrement_id, d.location_id, 2,
        d.created_at,
        jsonb_strip_nulls(jsonb_build_object('location', d.location_id, 'lines', d.taken,
          'reference', d.reference)),
        jsonb_strip_nulls(jsonb_build_object('id', d.decrement_id, 'location', d.location_id,
          'lines', d.lines, 'reference', d.reference,
          'createdAt',
          to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
        NULL
      FROM (
        SELECT s.caller, s.idempotency_key, s.decrement_id, s.location_id, s.created_at,
          s.reference, jsonb_object_agg(s.sku, -s.quantity::numeric) AS taken,
          jsonb_agg(
            jsonb_build_object('sku', s.sku, 'quantity', -s.quantity::numeric,
              'onHand', s.on_hand_after)
            ORDER BY convert_to(s.sku, 'UTF8')) AS lines
        FROM stock_history s
        JOIN sent_key k ON k.operation = 'stock-decrement'
          AND k.caller = s.caller AND k.idempotency_key = s.idempotency_key
        WHERE s.decrement_id IS NOT NULL
        GROUP BY s.caller, s.idempotency_key, s.decrement_id, s.location_id, s.created_at,
          s.reference
      ) d
      """;

  StockDecrementOperation() {
    super("stock-decrement", "StockDecrementFunction", "/stock-decrements");
  }

  @Override
  public Journal journal() {
    return new Journal(
        "stock_entry",
        "stock_history",
        """
        'stock' AS kind, decrement_id AS id, location_id AS resource_id, sku, version,
          true AS leads\
        """,
        "decrement_id IS NOT NULL AND caller IS NOT NULL");
  }

  /// Lines in byte order, each as its SKU and its quantity.
  @Override
  public String commands() {
    return """
    SELECT s.caller, s.idempotency_key,
      ARRAY[s.location_id::text, coalesce(s.reference, '')]
        || array_agg(part.text ORDER BY convert_to(s.sku, 'UTF8'), s.version, part.place)
        AS command
    FROM stock_history s
    CROSS JOIN LATERAL (VALUES (1, s.sku), (2, (-s.quantity::numeric)::text))
      AS part (place, text)
    WHERE s.decrement_id IS NOT NULL
    GROUP BY s.caller, s.idempotency_key, s.decrement_id, s.location_id, s.reference
    """;
  }

  @Override
  public List<RefusalAnswer> refusals() {
    return List.of(
        new RefusalAnswer("location-not-found", 404, "not-found /location"),
        new RefusalAnswer("role-insufficient", 403, "role-insufficient"),
        new RefusalAnswer(
            "sku-not-found", 404, "not-found /lines", "[{]\"sku\": " + StockLines.SKU + "}"),
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
    effect.set("lines", StockLines.summed(body.path("lines")));
    return RequestMembers.withReference(effect, body);
  }

  @Override
  public List<String> fillStatements() {
    return List.of(EFFECTS, RefusalClaims.insufficientStock(name()));
  }
}
