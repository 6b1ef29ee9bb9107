package dev.interlock.audit;

import java.util.List;

/// Tampering with holds and reservations: see [HoldHistory].
final class HoldTamperings {

  private static final String HELD_IS_OPEN =
      "what is held of every account is the sum of its open holds";
  private static final String HELD_IN_JOURNAL =
      "what is held of every account is what its journal adds up to";
  private static final String HELD_CHAIN =
      "every amount held is the previous one plus the change, and within the balance";
  private static final String PLACED_ONCE =
      "every hold was placed once, on its source, for an account of the same currency";
  private static final String LIVE_HOLD = "every entry of a hold names one that had not expired";
  private static final String SETTLED_ONCE =
      "every settled hold has one settlement, and no other hold has any";
  private static final String LEGS =
      "every settlement gives what it takes, and releases all that was held";
  private static final String SETTLED_IN_TIME =
      "every hold was settled before its expiry, at the time of its entries";
  private static final String HOLD_ANSWER =
      "the stored answer of every accepted hold matches its entries";
  private static final String SETTLEMENT_ANSWER =
      "the stored answer of every accepted settlement matches its entries";
  private static final String RESERVED_IN_JOURNAL =
      "what is reserved of every SKU is what its journal adds up to";
  private static final String RESERVED_CHAIN =
      "every quantity reserved is the previous one plus the change, and on hand";
  private static final String RESERVATION_ANSWER =
      "the stored answer of every accepted reservation matches its entries";
  private static final String TAKEN_ANSWER =
      "the stored answer of every accepted reservation's settlement matches its entries";

  static final List<Tampering> OF_HOLDS =
      List.of(
          Tampering.of(
              HELD_IS_OPEN, "UPDATE account SET held = held + 1 WHERE held > 0", HELD_IN_JOURNAL),
          Tampering.of(
              HELD_IN_JOURNAL,
              """
              UPDATE account SET held = 39 WHERE held > 0;
              UPDATE hold SET amount = 29 WHERE id = numbered('f2', 4)
              """,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              HELD_CHAIN,
              """
              UPDATE account_entry SET held_after = held_after + 1
              WHERE idempotency_key = 'settlement-2'
              """),
          Tampering.of(
              HELD_CHAIN,
              """
              UPDATE account_entry SET held = 300, held_after = 300
              WHERE idempotency_key = 'hold-2';
              UPDATE account_entry SET held = -300
              WHERE idempotency_key = 'settlement-2';
              UPDATE hold SET amount = 300
              WHERE id = numbered('f2', 2)
              """,
              SETTLEMENT_ANSWER,
              CommandFingerprints.AS_JOURNALED,
              HOLD_ANSWER),
          Tampering.of(
              PLACED_ONCE,
              """
              UPDATE hold SET created_at = created_at - INTERVAL '1 hour'
              WHERE id = numbered('f2', 4)
              """),
          Tampering.of(
              PLACED_ONCE,
              """
              INSERT INTO hold (id, source_id, destination_id, amount, expires_at)
              VALUES (numbered('f2', 6), numbered('a2', 5), numbered('a2', 4), 1, '2999-01-01T00:00:00Z');
              UPDATE account SET held = 1
              WHERE id = numbered('a2', 5)
              """,
              HELD_IN_JOURNAL),
          Tampering.of(
              LIVE_HOLD,
              """
              UPDATE account_entry SET hold_id = gen_random_uuid()
              WHERE idempotency_key = 'hold-4'
              """,
              PLACED_ONCE,
              "the stored answer of every accepted key has the id of its journal rows",
              HOLD_ANSWER),
          Tampering.of(
              "no hold was set expired before its expiry",
              "UPDATE hold SET expires_at = '2999-01-01T00:00:00Z' WHERE state = 'expired'",
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              SETTLED_ONCE,
              """
              UPDATE account_entry SET hold_id = numbered('f2', 1)
              WHERE idempotency_key = 'settlement-2'
              """,
              SETTLEMENT_ANSWER,
              LEGS,
              SETTLED_IN_TIME,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              SETTLED_ONCE,
              """
              UPDATE hold SET state = 'open', settled_at = NULL
              WHERE id = numbered('f2', 2)
              """,
              SETTLED_IN_TIME,
              HELD_IS_OPEN),
          Tampering.of(LEGS, "UPDATE hold SET captured = captured + 1 WHERE captured > 0"),
          Tampering.of(
              LEGS,
              """
              UPDATE account_entry SET reference = 'another'
              WHERE settlement_id IS NOT NULL AND amount > 0
              """),
          Tampering.of(
              SETTLED_IN_TIME,
              "UPDATE hold SET expires_at = settled_at WHERE id = numbered('f2', 1)",
              LIVE_HOLD,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "no closed account is named by a hold that has not expired",
              "UPDATE account SET status = 'closed' WHERE id = numbered('a2', 5)",
              "every account is what its journal adds up to"),
          Tampering.of(
              HOLD_ANSWER,
              """
              UPDATE idempotency SET detail = detail || '{"fromAvailable": 1}'
              WHERE operation = 'hold' AND idempotency_key = 'hold-1'
              """),
          Tampering.of(
              SETTLEMENT_ANSWER,
              """
              UPDATE idempotency SET detail = detail || '{"released": 1}'
              WHERE operation = 'settlement' AND idempotency_key = 'settlement-1'
              """));

  static final List<Tampering> OF_RESERVATIONS =
      List.of(
          Tampering.of(
              "what is reserved of every SKU is the sum of its open lines",
              "UPDATE stock SET reserved = reserved + 1 WHERE sku = 'FIG'",
              RESERVED_IN_JOURNAL),
          Tampering.of(
              RESERVED_IN_JOURNAL,
              """
              UPDATE stock SET reserved = 2
              WHERE sku = 'PEAR';
              UPDATE reservation_line SET quantity = 2
              WHERE reservation_id = numbered('f3', 2)
              """,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              RESERVED_CHAIN,
              """
              UPDATE stock_entry SET reserved_after = reserved_after + 1
              WHERE idempotency_key = 'taking-1' AND sku = 'FIG'
              """),
          Tampering.of(
              RESERVED_CHAIN,
              """
              UPDATE stock_entry SET reserved = 11, reserved_after = 11
              WHERE idempotency_key = 'reservation-3';
              UPDATE stock_entry SET reserved = -10
              WHERE idempotency_key = 'reservation-4'
              """,
              RESERVATION_ANSWER),
          Tampering.of(
              "every line of a reservation was placed once, at its location",
              """
              UPDATE reservation_line SET created_at = created_at - INTERVAL '1 hour'
              WHERE reservation_id = numbered('f3', 2)
              """),
          Tampering.of(
              "all lines of a reservation have one location, expiry and settlement",
              """
              UPDATE reservation_line SET expires_at = '2999-01-02T00:00:00Z'
              WHERE reservation_id = numbered('f3', 1) AND sku = 'FIG'
              """,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "no line was set expired before its expiry",
              """
              UPDATE reservation_line SET expires_at = '2999-01-01T00:00:00Z'
              WHERE state = 'expired'
              """,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "every settled line has one settlement, and no other line has any",
              """
              UPDATE stock_entry SET settlement_id = NULL
              WHERE idempotency_key = 'taking-1' AND sku = 'FIG'
              """,
              "every journal row has its key",
              TAKEN_ANSWER),
          Tampering.of(
              "every settlement takes what its line says, and releases all that was reserved",
              "UPDATE reservation_line SET taken = 2 WHERE taken = 3"),
          Tampering.of(
              "every line was settled before its expiry, at the time of its entry",
              "UPDATE reservation_line SET expires_at = settled_at WHERE state = 'settled'",
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              RESERVATION_ANSWER,
              """
              UPDATE idempotency SET detail = jsonb_set(detail, '{available,PEAR}', '1')
              WHERE idempotency_key = 'reservation-2'
              """),
          Tampering.of(
              TAKEN_ANSWER,
              """
              UPDATE idempotency SET detail = jsonb_set(detail, '{lines,FIG,onHand}', '1')
              WHERE idempotency_key = 'taking-1'
              """));

  private HoldTamperings() {}
}
