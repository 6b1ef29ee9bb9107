-- The one description of Interlock's tables, for PostgreSQL 15+ and CockroachDB 24+. It creates them in an
-- empty database, where it has the same result as all of migrations/ in order; a test compares the two.
--
-- There are two kinds of rows. A guarded row (resource, account, stock) is written by a statement, and
-- is where conflicting calls collide. A journal row (..._entry) records such a write: the version that
-- it made and the value after it. Versions have no gaps, so history can be checked by sorting.
-- The CHECKs are the last line of defence, behind the conditions in the statements.
--
-- There are no foreign keys: the parent of each row is locked by the statement that writes it, and
-- `./interlock audit` checks all references at once, at no cost per write.

CREATE TABLE resource (
  id          uuid   PRIMARY KEY,
  kind        text   NOT NULL,
  acl_version bigint NOT NULL DEFAULT 0,
  owner_count bigint NOT NULL,
  -- Besides account and location, any kind that a function brings.
  CONSTRAINT resource_kind_name CHECK (kind ~ '^[a-z][a-z0-9-]{0,63}$'),
  CONSTRAINT resource_acl_version CHECK (acl_version >= 0),
  CONSTRAINT resource_has_an_owner CHECK (owner_count >= 1)
);

-- role 'none' means no grant: the row stays, so that every change is a single upsert.
CREATE TABLE permission (
  resource_id uuid        NOT NULL,
  principal   text        NOT NULL,
  role        text        NOT NULL,
  expires_at  timestamptz,
  PRIMARY KEY (resource_id, principal),
  CONSTRAINT permission_role CHECK (role IN ('owner', 'operator', 'viewer', 'none')),
  CONSTRAINT permission_owner_never_expires CHECK (role <> 'owner' OR expires_at IS NULL),
  -- Only values that an answer can contain: a caller (see api/Caller), and a time of RFC 3339.
  CONSTRAINT permission_principal CHECK (principal ~ '^[!-~]{1,128}$'),
  CONSTRAINT permission_expires_at CHECK (
    expires_at BETWEEN '0001-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999999Z')
);

-- The journal of permissions. A resource opens at acl_version 0 with its first grants; each later version
-- is one change.
CREATE TABLE permission_entry (
  resource_id     uuid        NOT NULL,
  acl_version     bigint      NOT NULL,
  id              uuid        NOT NULL DEFAULT gen_random_uuid(),
  caller          text,
  idempotency_key text,
  principal       text        NOT NULL,
  previous_role   text        NOT NULL,
  role            text        NOT NULL,
  expires_at      timestamptz,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (resource_id, acl_version, principal),
  CONSTRAINT permission_entry_acl_version CHECK (acl_version >= 0)
);

-- balance is in minor units of the currency; 2^53-1 is the largest integer that all JSON parsers keep.
-- held is the sum of the account's holds that are 'open', expired or not. A negative balance is for
-- account_balance to refuse.
CREATE TABLE account (
  id       uuid   PRIMARY KEY,
  currency text   NOT NULL,
  balance  bigint NOT NULL DEFAULT 0,
  status   text   NOT NULL DEFAULT 'open',
  version  bigint NOT NULL DEFAULT 0,
  held     bigint NOT NULL DEFAULT 0,
  CONSTRAINT account_balance CHECK (balance BETWEEN 0 AND 9007199254740991),
  CONSTRAINT account_status CHECK (status IN ('open', 'closed')),
  CONSTRAINT account_version CHECK (version >= 0),
  CONSTRAINT account_held CHECK (held BETWEEN 0 AND greatest(balance, 0))
);

-- Version 0 is the opening, with the currency and the status. currency, status, held and held_after are null
-- where they do not change, and the ids where no transfer, hold or settlement made the entry.
CREATE TABLE account_entry (
  account_id      uuid        NOT NULL,
  version         bigint      NOT NULL,
  transfer_id     uuid,
  amount          bigint      NOT NULL,
  balance_after   bigint      NOT NULL,
  caller          text,
  idempotency_key text,
  reference       text,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  currency        text,
  status          text,
  hold_id         uuid,
  settlement_id   uuid,
  held            bigint,
  held_after      bigint,
  PRIMARY KEY (account_id, version),
  CONSTRAINT account_entry_version CHECK (version >= 0)
);

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

-- reserved is the sum of the lines of reservations that are 'open', expired or not.
CREATE TABLE stock (
  location_id uuid   NOT NULL,
  sku         text   NOT NULL,
  on_hand     bigint NOT NULL DEFAULT 0,
  version     bigint NOT NULL DEFAULT 0,
  reserved    bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (location_id, sku),
  CONSTRAINT stock_on_hand CHECK (on_hand >= 0),
  CONSTRAINT stock_version CHECK (version >= 0),
  CONSTRAINT stock_reserved CHECK (reserved BETWEEN 0 AND greatest(on_hand, 0))
);

-- Version 0 is the opening. Columns are null as in account_entry.
CREATE TABLE stock_entry (
  location_id     uuid        NOT NULL,
  sku             text        NOT NULL,
  version         bigint      NOT NULL,
  decrement_id    uuid,
  quantity        bigint      NOT NULL,
  on_hand_after   bigint      NOT NULL,
  caller          text,
  idempotency_key text,
  reference       text,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  reservation_id  uuid,
  settlement_id   uuid,
  reserved        bigint,
  reserved_after  bigint,
  PRIMARY KEY (location_id, sku, version),
  CONSTRAINT stock_entry_version CHECK (version >= 0)
);

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

-- The verdict under each key and its detail, refusals included, kept for ever. Written by the statement
-- that decided, so it commits together with the effect or not at all.
CREATE TABLE idempotency (
  caller          text        NOT NULL,
  operation       text        NOT NULL,
  idempotency_key text        NOT NULL,
  fingerprint     bytea       NOT NULL,
  verdict         text        NOT NULL,
  detail          jsonb       NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (caller, operation, idempotency_key)
);

-- Archives for old rows, see archive.sql. An archive has the columns of its table, in the same order, and
-- is empty until rows are moved.
CREATE TABLE permission_entry_archive (
  LIKE permission_entry,
  PRIMARY KEY (resource_id, acl_version, principal)
);
CREATE TABLE account_entry_archive (LIKE account_entry, PRIMARY KEY (account_id, version));
CREATE TABLE stock_entry_archive (LIKE stock_entry, PRIMARY KEY (location_id, sku, version));
CREATE TABLE idempotency_archive (
  LIKE idempotency,
  PRIMARY KEY (caller, operation, idempotency_key)
);

-- The complete history, archived or not. Functions and audit read these views, so that moving a row
-- changes no answer.
CREATE VIEW permission_history AS
  SELECT resource_id, acl_version, id, caller, idempotency_key, principal, previous_role, role,
         expires_at, created_at
    FROM permission_entry
  UNION ALL
  SELECT resource_id, acl_version, id, caller, idempotency_key, principal, previous_role, role,
         expires_at, created_at
    FROM permission_entry_archive;

CREATE VIEW account_history AS
  SELECT account_id, version, transfer_id, amount, balance_after, caller, idempotency_key, reference,
         created_at, currency, status, hold_id, settlement_id, held, held_after
    FROM account_entry
  UNION ALL
  SELECT account_id, version, transfer_id, amount, balance_after, caller, idempotency_key, reference,
         created_at, currency, status, hold_id, settlement_id, held, held_after
    FROM account_entry_archive;

CREATE VIEW stock_history AS
  SELECT location_id, sku, version, decrement_id, quantity, on_hand_after, caller, idempotency_key,
         reference, created_at, reservation_id, settlement_id, reserved, reserved_after
    FROM stock_entry
  UNION ALL
  SELECT location_id, sku, version, decrement_id, quantity, on_hand_after, caller, idempotency_key,
         reference, created_at, reservation_id, settlement_id, reserved, reserved_after
    FROM stock_entry_archive;

-- A key is never moved: it stays in its table as 'archived', and only its answer is in the archive.
CREATE VIEW idempotency_history AS
  SELECT caller, operation, idempotency_key, fingerprint, verdict, detail, created_at
    FROM idempotency
   WHERE verdict <> 'archived'
  UNION ALL
  SELECT caller, operation, idempotency_key, fingerprint, verdict, detail, created_at
    FROM idempotency_archive;

-- The migrations that these tables contain, so that only later ones are applied to them.
CREATE TABLE interlock_migration (
  version    bigint      PRIMARY KEY,
  name       text,
  applied_at timestamptz DEFAULT clock_timestamp()
);

GRANT SELECT ON interlock_migration TO PUBLIC;

INSERT INTO interlock_migration (version, name) VALUES
  (1, 'tables'), (2, 'journals'), (3, 'openings'), (4, 'operations'),
  (5, 'holds');

-- The same for the scripts that each operation brings in db/OPERATION/. Version 0 is its roles.sql, and
-- -1 its demo.sql.
CREATE TABLE interlock_operation_migration (
  operation  text,
  version    bigint,
  name       text,
  checksum   text,
  applied_at timestamptz DEFAULT clock_timestamp(),
  PRIMARY KEY (operation, version)
);

GRANT SELECT ON interlock_operation_migration TO PUBLIC;
