package dev.interlock.audit;

import java.util.List;

/// Lines of reservations and their settlements, against stock and its journal.
final class ReservationInvariants {

  static final List<Invariant> ALL =
      List.of(
          // A line that was folded or settled without its stock being freed, or twice, shows here.
          new Invariant(
              "reserved-is-open-lines",
              "what is reserved of every SKU is the sum of its open lines",
              "SELECT count(*) FROM stock",
              """
              SELECT s.location_id, s.sku, s.reserved, coalesce(r.quantity, 0) AS open_lines
                FROM stock s
                LEFT JOIN (
                  SELECT location_id, sku, sum(quantity) AS quantity
                    FROM reservation_line WHERE state = 'open' GROUP BY location_id, sku
                ) r ON r.location_id = s.location_id AND r.sku = s.sku
               WHERE s.reserved <> coalesce(r.quantity, 0)
               ORDER BY s.location_id, s.sku
              """),
          // The state is the sum of the journal.
          new Invariant(
              "reserved-matches-journal",
              "what is reserved of every SKU is what its journal adds up to",
              "SELECT count(*) FROM stock",
              """
              SELECT s.location_id, s.sku, s.reserved, coalesce(sum(e.reserved), 0) AS in_journal
                FROM stock s
                LEFT JOIN stock_history e ON e.location_id = s.location_id AND e.sku = s.sku
               GROUP BY s.location_id, s.sku, s.reserved
              HAVING s.reserved <> coalesce(sum(e.reserved), 0)
               ORDER BY s.location_id, s.sku
              """),
          // Two writes that both started from the same quantity show here, and stock that was taken
          // while it was reserved.
          new Invariant(
              "reserved-chain",
              "every quantity reserved is the previous one plus the change, and on hand",
              "SELECT count(reserved) FROM stock_history",
              """
              SELECT location_id, sku, version, reserved, reserved_after, reserved_before,
                     on_hand_after
                FROM (
                  SELECT location_id, sku, version, reserved, reserved_after, on_hand_after,
                         coalesce(sum(reserved) OVER (
                           PARTITION BY location_id, sku ORDER BY version
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reserved_before
                    FROM stock_history
                ) e
               WHERE (reserved IS NULL) <> (reserved_after IS NULL)
                  OR reserved_after <> reserved_before + reserved
                  OR reserved_before + coalesce(reserved, 0)
                     NOT BETWEEN 0 AND greatest(on_hand_after, 0)
               ORDER BY location_id, sku, version
              """),
          // A line without its placement would bind stock that nobody set aside.
          new Invariant(
              "line-placed-once",
              "every line of a reservation was placed once, at its location",
              "SELECT count(*) FROM reservation_line",
              """
              SELECT r.reservation_id, r.sku, count(e.sku) AS placements
                FROM reservation_line r
                LEFT JOIN stock_history e
                     ON e.reservation_id = r.reservation_id AND e.sku = r.sku
                    AND e.settlement_id IS NULL AND e.location_id = r.location_id
                    AND e.quantity = 0 AND e.created_at = r.created_at
                    AND e.reference IS NOT DISTINCT FROM r.reference
               GROUP BY r.reservation_id, r.sku
              HAVING count(e.sku) <> 1
               ORDER BY r.reservation_id, r.sku
              """),
          // A reservation is placed and settled as a whole; its lines are folded one by one.
          new Invariant(
              "reservation-is-whole",
              "all lines of a reservation have one location, expiry and settlement",
              "SELECT count(*) FROM reservation_line",
              """
              SELECT reservation_id
                FROM reservation_line
               GROUP BY reservation_id
              HAVING count(DISTINCT location_id) <> 1 OR count(DISTINCT expires_at) <> 1
                  OR count(DISTINCT coalesce(settled_at, 'epoch')) <> 1
               ORDER BY reservation_id
              """),
          // Freed early, the stock could be taken twice.
          new Invariant(
              "expired-line-is-past",
              "no line was set expired before its expiry",
              "SELECT count(*) FROM reservation_line WHERE state = 'expired'",
              """
              SELECT reservation_id, sku, expires_at
                FROM reservation_line
               WHERE state = 'expired' AND expires_at > clock_timestamp() + :clock_tolerance
               ORDER BY reservation_id, sku
              """),
          // A line that was taken twice shows here.
          new Invariant(
              "line-settled-once",
              "every settled line has one settlement, and no other line has any",
              "SELECT count(*) FROM reservation_line",
              """
              SELECT r.reservation_id, r.sku, r.state, count(e.settlement_id) AS settlements
                FROM reservation_line r
                LEFT JOIN stock_history e
                     ON e.reservation_id = r.reservation_id AND e.sku = r.sku
                    AND e.settlement_id IS NOT NULL
               GROUP BY r.reservation_id, r.sku, r.state
              HAVING count(e.settlement_id) <> CASE r.state WHEN 'settled' THEN 1 ELSE 0 END
               ORDER BY r.reservation_id, r.sku
              """),
          // What is taken and what is released is the quantity of the line.
          new Invariant(
              "line-taken-and-released",
              "every settlement takes what its line says, and releases all that was reserved",
              "SELECT count(settlement_id) FROM stock_history",
              """
              SELECT r.reservation_id, r.sku, r.quantity, r.taken,
                     e.quantity AS taken_in_journal, e.reserved
                FROM stock_history e
                LEFT JOIN reservation_line r
                     ON r.reservation_id = e.reservation_id AND r.sku = e.sku
               WHERE e.settlement_id IS NOT NULL
                 AND (e.quantity IS DISTINCT FROM -r.taken
                      OR e.reserved IS DISTINCT FROM -r.quantity
                      OR e.location_id IS DISTINCT FROM r.location_id)
               ORDER BY r.reservation_id, r.sku
              """),
          // At its expiry the stock is free again, so a later settlement takes it twice.
          new Invariant(
              "line-settled-in-time",
              "every line was settled before its expiry, at the time of its entry",
              "SELECT count(*) FROM reservation_line WHERE state = 'settled'",
              """
              SELECT r.reservation_id, r.sku, r.expires_at, r.settled_at, e.created_at
                FROM reservation_line r
                JOIN stock_history e
                     ON e.reservation_id = r.reservation_id AND e.sku = r.sku
                    AND e.settlement_id IS NOT NULL
               WHERE e.created_at >= r.expires_at OR r.settled_at IS DISTINCT FROM e.created_at
               ORDER BY r.reservation_id, r.sku
              """),
          new Invariant(
              "stock-reservation-answer",
              "the stored answer of every accepted reservation matches its entries",
              AnswerInvariants.OF_OPERATION.formatted("stock-reservation"),
              """
              SELECT k.caller, k.idempotency_key, k.detail AS answered, e.answer AS in_journal
              FROM (
              SELECT caller, idempotency_key,
                     jsonb_build_object(
                       'id', reservation_id,
                       'available',
                       jsonb_object_agg(sku, on_hand_after::numeric - reserved_after)) AS answer
                FROM stock_history
               WHERE reservation_id IS NOT NULL AND settlement_id IS NULL
               GROUP BY caller, idempotency_key, reservation_id
              ) e
              JOIN idempotency_history k ON k.operation = 'stock-reservation'
                AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
              WHERE k.verdict = 'accepted' AND k.detail::text IS DISTINCT FROM e.answer::text
              ORDER BY k.caller, k.idempotency_key
              """),
          new Invariant(
              "reservation-settlement-answer",
              "the stored answer of every accepted reservation's settlement matches its entries",
              AnswerInvariants.OF_OPERATION.formatted("reservation-settlement"),
              """
              SELECT k.caller, k.idempotency_key, k.detail AS answered, e.answer AS in_journal
              FROM (
              SELECT e.caller, e.idempotency_key,
                     jsonb_build_object(
                       'id', e.settlement_id, 'location', e.location_id,
                       'lines', jsonb_object_agg(
                         e.sku,
                         jsonb_build_object(
                           'quantity', -e.quantity::numeric,
                           'released', e.quantity::numeric - e.reserved,
                           'onHand', e.on_hand_after)))
                       AS answer
                FROM stock_history e
               WHERE e.settlement_id IS NOT NULL
               GROUP BY e.caller, e.idempotency_key, e.settlement_id, e.location_id
              ) e
              JOIN idempotency_history k ON k.operation = 'reservation-settlement'
                AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
              WHERE k.verdict = 'accepted' AND k.detail::text IS DISTINCT FROM e.answer::text
              ORDER BY k.caller, k.idempotency_key
              """));

  private ReservationInvariants() {}
}
