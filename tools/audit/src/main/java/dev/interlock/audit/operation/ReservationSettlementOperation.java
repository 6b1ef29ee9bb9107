package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// Takes the stock of a reservation, or part of it, and releases the rest.
final class ReservationSettlementOperation extends WriteOperation {

  // Every line of the reservation has an entry, also one of which nothing was taken.
  private static final String EFFECTS =
      """
      INSERT INTO effect
      SELECT 'reservation-settlement', d.caller, d.idempotency_key, d.settlement_id,
        d.location_id, 2, d.created_at,
        jsonb_strip_nulls(d.asked || jsonb_build_object('lines', d.taken)),
        jsonb_strip_nulls(d.asked || jsonb_build_object('id', d.settlement_id,
          'location', d.location_id, 'lines', d.lines,
          'createdAt',
          to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
      FROM (
        SELECT e.caller, e.idempotency_key, e.settlement_id, e.location_id, e.created_at,
          jsonb_build_object('reservation', e.reservation_id, 'reference', e.reference) AS asked,
          coalesce(
            jsonb_object_agg(e.sku, -e.quantity::numeric) FILTER (WHERE e.quantity <> 0), '{}')
            AS taken,
          jsonb_agg(
            jsonb_build_object('sku', e.sku, 'quantity', -e.quantity::numeric,
              'released', e.quantity::numeric - e.reserved, 'onHand', e.on_hand_after)
            ORDER BY convert_to(e.sku, 'UTF8')) AS lines
        FROM stock_history e
        JOIN sent_key k ON k.operation = 'reservation-settlement'
          AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
        WHERE e.settlement_id IS NOT NULL
        GROUP BY e.caller, e.idempotency_key, e.settlement_id, e.location_id, e.created_at,
          e.reservation_id, e.reference
      ) d
      """;

  ReservationSettlementOperation() {
    super("reservation-settlement", "ReservationSettlementFunction", "/reservation-settlements");
  }

  @Override
  public Journal journal() {
    return new Journal(
        "stock_entry",
        "stock_history",
        """
        'stock' AS kind, settlement_id AS id, location_id AS resource_id, sku, version,
          true AS leads\
        """,
        "settlement_id IS NOT NULL AND caller IS NOT NULL");
  }

  /// The lines of which something was taken, in byte order, each as its SKU and its quantity.
  @Override
  public String commands() {
    return """
    SELECT e.caller, e.idempotency_key,
      ARRAY[e.reservation_id::text, coalesce(e.reference, '')]
        || coalesce(
          array_agg(part.text ORDER BY convert_to(e.sku, 'UTF8'), part.place)
            FILTER (WHERE e.quantity <> 0), '{}') AS command
    FROM stock_history e
    CROSS JOIN LATERAL (VALUES (1, e.sku), (2, (-e.quantity::numeric)::text))
      AS part (place, text)
    WHERE e.settlement_id IS NOT NULL
    GROUP BY e.caller, e.idempotency_key, e.reservation_id, e.reference
    """;
  }

  @Override
  public List<RefusalAnswer> refusals() {
    return List.of(
        new RefusalAnswer("reservation-not-found", 404, "not-found /reservation"),
        new RefusalAnswer("role-insufficient", 403, "role-insufficient"),
        new RefusalAnswer("reservation-settled", 409, "reservation-settled"),
        new RefusalAnswer("reservation-expired", 409, "reservation-expired"),
        new RefusalAnswer(
            "quantity-exceeds-reservation",
            409,
            "quantity-exceeds-reservation",
            "[{]\"reserved\": " + StockLines.QUANTITIES + "}"));
  }

  @Override
  public JsonNode requestedEffect(JsonNode body, Optional<String> ifMatch) {
    ObjectNode effect = JsonNodeFactory.instance.objectNode();
    effect.put("reservation", RequestMembers.id(body.path("reservation")));
    effect.set("lines", StockLines.summed(body.path("lines")));
    return RequestMembers.withReference(effect, body);
  }

  @Override
  public List<String> fillStatements() {
    return List.of(EFFECTS);
  }
}
