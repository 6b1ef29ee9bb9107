package dev.interlock.audit;

import java.util.List;

/// Tampering with keys and the answers stored under them.
final class KeyTamperings {

  private static final String REFUSAL =
      "every stored refusal is one of its operation's, with the members of its answer";

  static final List<Tampering> OF_KEYS =
      List.of(
          Tampering.of(
              "every accepted key has its journal rows",
              """
              INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
              SELECT 'alice', operation, 'lost', sha256('lost'), 'accepted'
              FROM unnest(ARRAY['transfer', 'stock-decrement', 'permission-change', 'office']) operation
              """),
          Tampering.of(
              "every journal row has its key",
              "DELETE FROM idempotency WHERE operation = 'transfer' AND idempotency_key = 'key-7'"),
          Tampering.of(
              "every journal row has its key",
              """
              DELETE FROM idempotency
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "every journal row has its key",
              """
              DELETE FROM idempotency
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "no refused key has a journal row",
              """
              UPDATE idempotency SET verdict = 'insufficient-funds', detail = '{}'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "no refused key has a journal row",
              """
              UPDATE idempotency SET verdict = 'insufficient-stock',
                detail = '{"available": {"SKU-1": 0}}'
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "no refused key has a journal row",
              """
              UPDATE idempotency SET verdict = 'last-owner', detail = '{}'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "no key took effect twice",
              """
              UPDATE account_entry SET idempotency_key = 'key-6'
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000009';
              DELETE FROM idempotency WHERE operation = 'transfer' AND idempotency_key = 'key-9';
              """,
              "the stored answer of every accepted key has the id of its journal rows",
              "the stored answer of every accepted transfer has the balance of its journal row",
              "every accepted key and its journal rows have the same time",
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "the stored answer of every accepted key has the id of its journal rows",
              """
              UPDATE idempotency
              SET detail = detail || '{"id": "c1000000-0000-4000-8000-00000000ffff"}'
              WHERE idempotency_key = 'key-7' AND operation <> 'office'
              """),
          Tampering.of(
              "the stored answer of every accepted key has the id of its journal rows",
              """
              UPDATE idempotency SET detail = '[]'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7'
              """,
              "the stored answer of every accepted transfer has the balance of its journal row"),
          Tampering.of(
              "every accepted key and its journal rows have the same time",
              """
              UPDATE idempotency SET created_at = created_at + INTERVAL '1 microsecond'
              WHERE idempotency_key = 'key-7'
              """),
          // The key was moved with its answer.
          Tampering.of(
              "every key is where calls look it up, with its answer there or in the archive",
              """
              INSERT INTO idempotency_archive
              SELECT * FROM idempotency WHERE idempotency_key = 'key-7';
              DELETE FROM idempotency WHERE idempotency_key = 'key-7';
              """),
          // The answer of a refusal is missing.
          Tampering.of(
              "every key is where calls look it up, with its answer there or in the archive",
              "UPDATE idempotency SET verdict = 'archived' WHERE verdict = 'insufficient-funds'"),
          Tampering.of(
              "every fingerprint is a SHA-256",
              "UPDATE idempotency SET fingerprint = 'short' WHERE verdict = 'insufficient-funds'"),
          Tampering.of(
              CommandFingerprints.AS_JOURNALED,
              """
              UPDATE idempotency SET fingerprint = sha256('x')
              WHERE operation = 'transfer' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              CommandFingerprints.AS_JOURNALED,
              """
              UPDATE idempotency SET fingerprint = sha256('x')
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              CommandFingerprints.AS_JOURNALED,
              """
              UPDATE idempotency SET fingerprint = sha256('x')
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """),
          // What the caller asked for is known from the fingerprint only.
          Tampering.of(
              CommandFingerprints.AS_JOURNALED,
              """
              UPDATE account_entry SET reference = 'another'
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007'
              """),
          Tampering.of(
              CommandFingerprints.AS_JOURNALED,
              """
              UPDATE stock_entry SET reference = 'another'
              WHERE decrement_id = 'd1000000-0000-4000-8000-000000000007'
              """));

  static final List<Tampering> OF_ANSWERS =
      List.of(
          Tampering.of(
              "the stored answer of every accepted transfer has the balance of its journal row",
              """
              UPDATE idempotency SET detail = detail || '{"fromBalance": 1}'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "the stored answer of every accepted transfer has the balance of its journal row",
              """
              UPDATE idempotency SET detail = detail - 'fromBalance'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "the stored answer of every accepted decrement has the stock of its journal rows",
              """
              UPDATE idempotency SET detail = jsonb_set(detail, '{onHand,SKU-1}', '1')
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7'
              """),
          // Without it a replay is answered 500.
          Tampering.of(
              "the stored answer of every accepted decrement has the stock of its journal rows",
              """
              UPDATE idempotency SET detail = detail - 'onHand'
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7'
              """),
          // A line that was taken but not answered.
          Tampering.of(
              "the stored answer of every accepted decrement has the stock of its journal rows",
              """
              UPDATE idempotency SET detail = detail #- '{onHand,SKU-1}'
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7'
              """),
          // A line that was answered but not taken.
          Tampering.of(
              "the stored answer of every accepted decrement has the stock of its journal rows",
              """
              WITH forgotten AS (
                DELETE FROM stock_entry
                WHERE (location_id, sku, version) = (SELECT s.location_id, s.sku, s.version
                  FROM stock s
                  JOIN stock_entry e USING (location_id, sku, version)
                  WHERE e.decrement_id = 'd1000000-0000-4000-8000-00000000001d'
                  LIMIT 1)
                RETURNING location_id, sku, quantity
              )
              UPDATE stock s SET version = version - 1, on_hand = on_hand - f.quantity
              FROM forgotten f
              WHERE s.location_id = f.location_id AND s.sku = f.sku
              """,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "the stored answer of every accepted permission change matches its journal row",
              """
              UPDATE idempotency SET detail = detail || '{"aclVersion": 1000}'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "the stored answer of every accepted permission change matches its journal row",
              """
              UPDATE idempotency SET detail = detail || '{"previousRole": "admin"}'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "the stored answer of every accepted permission change matches its journal row",
              """
              UPDATE idempotency SET detail = detail - 'aclVersion'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              "the stored answer of every accepted transfer has the balance of its journal row",
              """
              UPDATE idempotency SET detail = detail || '{"toBalance": 5}'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7'
              """),
          Tampering.of(
              REFUSAL, "UPDATE idempotency SET detail = '{}' WHERE verdict = 'insufficient-stock'"),
          Tampering.of(
              REFUSAL,
              """
              UPDATE idempotency SET detail = '{"available": {}}'
              WHERE verdict = 'insufficient-stock'
              """),
          Tampering.of(
              REFUSAL,
              """
              UPDATE idempotency SET detail = '{"aclVersion": "7"}'
              WHERE verdict = 'version-mismatch'
              """),
          // It has no SKU to name.
          Tampering.of(
              REFUSAL,
              "UPDATE idempotency SET verdict = 'sku-not-found' WHERE verdict ="
                  + " 'location-not-found'"),
          Tampering.of(
              REFUSAL,
              "UPDATE idempotency SET verdict = 'too-late' WHERE verdict = 'insufficient-funds'"));

  private KeyTamperings() {}
}
