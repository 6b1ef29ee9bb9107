package dev.interlock.audit.operation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The back office: all its commands keep their keys under one operation.
///
/// Its entries have no id, so one is derived from caller and key.
final class OfficeOperation implements JournaledOperation {

  private static final String ID =
      "md5('office/' || caller || '/' || idempotency_key)::uuid AS id, ";

  private static final String COMMANDS =
      """
      SELECT e.caller, e.idempotency_key,
        CASE
          WHEN e.currency IS NOT NULL
            THEN ARRAY['open-account', e.account_id::text, e.currency, coalesce(e.reference, '')]
              || g.parts
          WHEN e.status = 'closed'
            THEN ARRAY['close-account', e.account_id::text, coalesce(e.reference, '')]
          WHEN e.status = 'open'
            THEN ARRAY['reopen-account', e.account_id::text, coalesce(e.reference, '')]
          ELSE ARRAY[CASE WHEN e.amount < 0 THEN 'pay-out' ELSE 'pay-in' END, e.account_id::text,
            abs(e.amount)::text, a.currency, coalesce(e.reference, '')]
        END AS command
      FROM account_history e
      LEFT JOIN account a ON a.id = e.account_id
      LEFT JOIN (GRANTS) g ON g.resource_id = e.account_id
      WHERE e.transfer_id IS NULL AND e.hold_id IS NULL AND e.caller IS NOT NULL
      UNION ALL
      SELECT g.caller, g.idempotency_key,
        CASE r.kind WHEN 'location' THEN ARRAY['open-location', g.resource_id::text]
          ELSE ARRAY['open-resource', r.kind, g.resource_id::text] END || g.parts
      FROM (GRANTS) g
      JOIN resource r ON r.id = g.resource_id AND r.kind <> 'account'
      UNION ALL
      SELECT s.caller, s.idempotency_key,
        CASE k.detail ->> 'command'
          WHEN 'open-stock'
            THEN ARRAY['open-stock', s.location_id::text, s.sku, coalesce(s.reference, '')]
          WHEN 'receive-stock'
            THEN ARRAY['receive-stock', s.location_id::text, s.sku, s.quantity::text,
              coalesce(s.reference, '')]
          WHEN 'count-stock'
            THEN ARRAY['count-stock', s.location_id::text, s.sku,
              (s.on_hand_after::numeric - s.quantity)::text, s.on_hand_after::text,
              coalesce(s.reference, '')]
          WHEN 'move-stock'
            THEN ARRAY['move-stock', s.location_id::text, given.location_id::text, s.sku,
              given.quantity::text, coalesce(s.reference, '')]
          ELSE ARRAY['']
        END
      FROM stock_history s
      JOIN idempotency_history k ON k.operation = 'office'
        AND k.caller = s.caller AND k.idempotency_key = s.idempotency_key
      LEFT JOIN stock_history given ON k.detail ->> 'command' = 'move-stock'
        AND given.decrement_id IS NULL AND given.quantity > 0
        AND given.caller = s.caller AND given.idempotency_key = s.idempotency_key
      WHERE s.decrement_id IS NULL AND s.reservation_id IS NULL
        AND NOT (k.detail ->> 'command' = 'move-stock' AND s.quantity > 0)
      """
          .replace(
              "GRANTS",
              """
              SELECT p.resource_id, p.caller, p.idempotency_key,
                array_agg(part.text ORDER BY convert_to(p.principal, 'UTF8'), part.place) AS parts
              FROM permission_history p
              CROSS JOIN LATERAL (VALUES (1, p.principal), (2, p.role)) AS part (place, text)
              WHERE p.acl_version = 0 AND p.caller IS NOT NULL
              GROUP BY p.resource_id, p.caller, p.idempotency_key
              """);

  private static final String NOTHING = "[{]}";
  private static final String BALANCE = "[{]\"balance\": [0-9]+}";
  private static final String ON_HAND = "[{]\"onHand\": [0-9]+}";

  @Override
  public String name() {
    return "office";
  }

  @Override
  public String entries() {
    return Stream.of(
            new Journal(
                "account_entry",
                "account_history",
                "'account' AS kind, "
                    + ID
                    + "account_id AS resource_id, '' AS sku, version,\n"
                    + "  true AS leads",
                "transfer_id IS NULL AND hold_id IS NULL AND caller IS NOT NULL"),
            new Journal(
                "stock_entry",
                "stock_history",
                "'stock' AS kind, "
                    + ID
                    + "location_id AS resource_id, sku, version,\n"
                    + "  true AS leads",
                "decrement_id IS NULL AND reservation_id IS NULL AND caller IS NOT NULL"),
            new Journal(
                "permission_entry",
                "permission_history",
                "'permissions' AS kind, "
                    + ID
                    + "resource_id, '' AS sku, acl_version AS version,\n"
                    + "  true AS leads",
                "acl_version = 0 AND caller IS NOT NULL"))
        .map(journal -> journal.select(name()))
        .collect(Collectors.joining("UNION ALL\n"));
  }

  @Override
  public String commands() {
    return COMMANDS;
  }

  @Override
  public Map<String, String> refusalDetails() {
    Map<String, String> details = new HashMap<>();
    for (String verdict :
        List.of(
            "resource-exists",
            "stock-exists",
            "account-not-found",
            "location-not-found",
            "destination-not-found",
            "sku-not-found",
            "destination-sku-not-found",
            "account-closed",
            "account-open",
            "balance-limit",
            "stock-limit")) {
      details.put(verdict, NOTHING);
    }
    details.put("account-held", NOTHING);
    details.put("account-not-empty", BALANCE);
    details.put("insufficient-funds", BALANCE);
    details.put("currency-mismatch", "[{]\"currency\": \"[A-Z]{3}\"}");
    details.put("insufficient-stock", ON_HAND);
    details.put("stock-mismatch", ON_HAND);
    return details;
  }
}
