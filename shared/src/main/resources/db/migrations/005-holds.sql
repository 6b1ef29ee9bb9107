-- Version 5: holds on accounts and reservations of stock.
--
-- Functions of the versions before work on these tables. Where something is held or reserved they know
-- nothing of it: if they would spend it, the CHECKs fail, and they answer 500. Deploy the functions of this
-- version before the first hold.

INSERT INTO interlock_migration (version, name) VALUES (5, 'holds');

-- held is the sum of the account's holds that are 'open', expired or not. What is available is the balance
-- less held, plus those of them that have expired.
ALTER TABLE account ADD COLUMN held bigint NOT NULL DEFAULT 0
  CONSTRAINT account_held CHECK (held BETWEEN 0 AND greatest(balance, 0));

ALTER TABLE stock ADD COLUMN reserved bigint NOT NULL DEFAULT 0
  CONSTRAINT stock_reserved CHECK (reserved BETWEEN 0 AND greatest(on_hand, 0));

-- Null where they do not change.
ALTER TABLE account_entry ADD COLUMN hold_id uuid;
ALTER TABLE account_entry ADD COLUMN settlement_id uuid;
ALTER TABLE account_entry ADD COLUMN held bigint;
ALTER TABLE account_entry ADD COLUMN held_after bigint;
ALTER TABLE account_entry_archive ADD COLUMN hold_id uuid;
ALTER TABLE account_entry_archive ADD COLUMN settlement_id uuid;
ALTER TABLE account_entry_archive ADD COLUMN held bigint;
ALTER TABLE account_entry_archive ADD COLUMN held_after bigint;

ALTER TABLE stock_entry ADD COLUMN reservation_id uuid;
ALTER TABLE stock_entry ADD COLUMN settlement_id uuid;
ALTER TABLE stock_entry ADD COLUMN reserved bigint;
ALTER TABLE stock_entry ADD COLUMN reserved_after bigint;
ALTER TABLE stock_entry_archive ADD COLUMN reservation_id uuid;
ALTER TABLE stock_entry_archive ADD COLUMN settlement_id uuid;
ALTER TABLE stock_entry_archive ADD COLUMN reserved bigint;
ALTER TABLE stock_entry_archive ADD COLUMN reserved_after bigint;

-- Money of the source that is set aside for the destination. From expires_at on a hold counts for nothing,
-- even while it is 'open': the statement that next needs its money sets it 'expired'.
CREATE TABLE hold (
  id             uuid        PRIMARY KEY,
  source_id      uuid        NOT NULL,
  destination_id uuid        NOT NULL,
  amount         bigint      NOT NULL,
  captured       bigint      NOT NULL DEFAULT 0,
  state          text        NOT NULL DEFAULT 'open',
  expires_at     timestamptz NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at     timestamptz,
  reference      text,
  CONSTRAINT hold_amount CHECK (amount >= 1),
  CONSTRAINT hold_captured CHECK (captured BETWEEN 0 AND amount),
  CONSTRAINT hold_state CHECK (state IN ('open', 'settled', 'expired')),
  CONSTRAINT hold_settled_once CHECK (
    (state = 'settled') = (settled_at IS NOT NULL) AND (state = 'settled' OR captured = 0)),
  CONSTRAINT hold_expires_at CHECK (
    expires_at BETWEEN '0001-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999999Z')
);

CREATE INDEX hold_open ON hold (source_id, expires_at, id) WHERE state = 'open';
CREATE INDEX hold_open_destination ON hold (destination_id, expires_at) WHERE state = 'open';

-- A reservation is its lines.
CREATE TABLE reservation_line (
  reservation_id uuid        NOT NULL,
  sku            text        NOT NULL,
  location_id    uuid        NOT NULL,
  quantity       bigint      NOT NULL,
  taken          bigint      NOT NULL DEFAULT 0,
  state          text        NOT NULL DEFAULT 'open',
  expires_at     timestamptz NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at     timestamptz,
  reference      text,
  PRIMARY KEY (reservation_id, sku),
  CONSTRAINT reservation_line_quantity CHECK (quantity >= 1),
  CONSTRAINT reservation_line_taken CHECK (taken BETWEEN 0 AND quantity),
  CONSTRAINT reservation_line_state CHECK (state IN ('open', 'settled', 'expired')),
  CONSTRAINT reservation_line_settled_once CHECK (
    (state = 'settled') = (settled_at IS NOT NULL) AND (state = 'settled' OR taken = 0)),
  CONSTRAINT reservation_line_expires_at CHECK (
    expires_at BETWEEN '0001-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999999Z')
);

CREATE INDEX reservation_line_open ON reservation_line (location_id, sku, expires_at)
  WHERE state = 'open';

CREATE OR REPLACE VIEW account_history AS
  SELECT account_id, version, transfer_id, amount, balance_after, caller, idempotency_key, reference,
         created_at, currency, status, hold_id, settlement_id, held, held_after
    FROM account_entry
  UNION ALL
  SELECT account_id, version, transfer_id, amount, balance_after, caller, idempotency_key, reference,
         created_at, currency, status, hold_id, settlement_id, held, held_after
    FROM account_entry_archive;

CREATE OR REPLACE VIEW stock_history AS
  SELECT location_id, sku, version, decrement_id, quantity, on_hand_after, caller, idempotency_key,
         reference, created_at, reservation_id, settlement_id, reserved, reserved_after
    FROM stock_entry
  UNION ALL
  SELECT location_id, sku, version, decrement_id, quantity, on_hand_after, caller, idempotency_key,
         reference, created_at, reservation_id, settlement_id, reserved, reserved_after
    FROM stock_entry_archive;
