-- The one description of Interlock's tables, for PostgreSQL 15+ and CockroachDB 24+.
--
-- Two kinds of rows. A guarded row (resource, account, stock) is what a statement writes, and so what
-- two conflicting calls meet at. A journal row (..._entry) is what that write left behind: the version
-- it made and the value after it. Versions have no gaps, so history is checked by sorting it.
-- The CHECKs are the last wall behind the conditions that the statements carry themselves.
--
-- No foreign keys: each row a function writes is keyed by a row that the same statement has locked, and
-- a check per write would only buy what `./interlock audit` proves for all of history at once.

CREATE TABLE resource (
  id          uuid   PRIMARY KEY,
  kind        text   NOT NULL,
  acl_version bigint NOT NULL DEFAULT 0,
  owner_count bigint NOT NULL,
  CONSTRAINT resource_kind CHECK (kind IN ('account', 'location')),
  CONSTRAINT resource_acl_version CHECK (acl_version >= 0),
  CONSTRAINT resource_has_an_owner CHECK (owner_count >= 1)
);

-- role 'none' is no grant: the row stays, so that one upsert does every change.
CREATE TABLE permission (
  resource_id uuid        NOT NULL,
  principal   text        NOT NULL,
  role        text        NOT NULL,
  expires_at  timestamptz,
  PRIMARY KEY (resource_id, principal),
  CONSTRAINT permission_role CHECK (role IN ('owner', 'operator', 'viewer', 'none')),
  CONSTRAINT permission_owner_never_expires CHECK (role <> 'owner' OR expires_at IS NULL),
  -- Only what an answer can show: a caller (see api/Caller), and a time that RFC 3339 can express.
  CONSTRAINT permission_principal CHECK (principal ~ '^[!-~]{1,128}$'),
  CONSTRAINT permission_expires_at CHECK (
    expires_at BETWEEN '0001-01-01T00:00:00Z' AND '9999-12-31T23:59:59.999999Z')
);

-- The journal of permissions: acl_version 1 is the first change after the first owners.
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
  PRIMARY KEY (resource_id, acl_version),
  CONSTRAINT permission_entry_acl_version CHECK (acl_version >= 1)
);

-- balance is in minor units of the currency; 2^53-1 is the largest integer that every JSON reader keeps.
CREATE TABLE account (
  id       uuid   PRIMARY KEY,
  currency text   NOT NULL,
  balance  bigint NOT NULL DEFAULT 0,
  status   text   NOT NULL DEFAULT 'open',
  version  bigint NOT NULL DEFAULT 0,
  CONSTRAINT account_balance CHECK (balance BETWEEN 0 AND 9007199254740991),
  CONSTRAINT account_status CHECK (status IN ('open', 'closed')),
  CONSTRAINT account_version CHECK (version >= 0)
);

-- transfer_id, caller and idempotency_key are null for what the back office put in.
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
  PRIMARY KEY (account_id, version),
  CONSTRAINT account_entry_version CHECK (version >= 1)
);

CREATE TABLE stock (
  location_id uuid   NOT NULL,
  sku         text   NOT NULL,
  on_hand     bigint NOT NULL DEFAULT 0,
  version     bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (location_id, sku),
  CONSTRAINT stock_on_hand CHECK (on_hand >= 0),
  CONSTRAINT stock_version CHECK (version >= 0)
);

-- decrement_id, caller and idempotency_key are null for what the back office received.
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
  PRIMARY KEY (location_id, sku, version),
  CONSTRAINT stock_entry_version CHECK (version >= 1)
);

-- What was decided under a key, for ever: the verdict and its detail, refusals included. Written by the
-- statement that decided, so it commits with the effect or not at all.
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

-- Where old rows may be moved: see archive.sql. An archive has the columns of the table that it takes
-- rows from, in their order, and stays empty until somebody moves something.
CREATE TABLE permission_entry_archive (LIKE permission_entry, PRIMARY KEY (resource_id, acl_version));
CREATE TABLE account_entry_archive (LIKE account_entry, PRIMARY KEY (account_id, version));
CREATE TABLE stock_entry_archive (LIKE stock_entry, PRIMARY KEY (location_id, sku, version));
CREATE TABLE idempotency_archive (
  LIKE idempotency,
  PRIMARY KEY (caller, operation, idempotency_key)
);

-- All that ever happened, wherever its row is kept: what functions and audit read, so that moving a row
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
         created_at
    FROM account_entry
  UNION ALL
  SELECT account_id, version, transfer_id, amount, balance_after, caller, idempotency_key, reference,
         created_at
    FROM account_entry_archive;

CREATE VIEW stock_history AS
  SELECT location_id, sku, version, decrement_id, quantity, on_hand_after, caller, idempotency_key,
         reference, created_at
    FROM stock_entry
  UNION ALL
  SELECT location_id, sku, version, decrement_id, quantity, on_hand_after, caller, idempotency_key,
         reference, created_at
    FROM stock_entry_archive;

-- A key is never moved: it stays in its table as 'archived', and only what it was answered is elsewhere.
CREATE VIEW idempotency_history AS
  SELECT caller, operation, idempotency_key, fingerprint, verdict, detail, created_at
    FROM idempotency
   WHERE verdict <> 'archived'
  UNION ALL
  SELECT caller, operation, idempotency_key, fingerprint, verdict, detail, created_at
    FROM idempotency_archive;
