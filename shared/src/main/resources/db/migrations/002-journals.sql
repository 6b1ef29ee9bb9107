-- Version 2: journals that can hold openings, and an account's currency and status.
--
-- Only definitions: CockroachDB cannot use a new column in the transaction that adds it. The rows come
-- with version 3. Functions of version 1 work on these tables unchanged.

INSERT INTO interlock_migration (version, name) VALUES (2, 'journals');

-- Version 0 of a row is its opening.
ALTER TABLE account_entry DROP CONSTRAINT account_entry_version;
ALTER TABLE account_entry ADD CONSTRAINT account_entry_version CHECK (version >= 0);
ALTER TABLE stock_entry DROP CONSTRAINT stock_entry_version;
ALTER TABLE stock_entry ADD CONSTRAINT stock_entry_version CHECK (version >= 0);
ALTER TABLE permission_entry DROP CONSTRAINT permission_entry_acl_version;
ALTER TABLE permission_entry ADD CONSTRAINT permission_entry_acl_version CHECK (acl_version >= 0);

-- A resource opens with several grants at version 0. Every later version is still one change: the row
-- of the resource, which each change updates, sees to that.
ALTER TABLE permission_entry
  DROP CONSTRAINT permission_entry_pkey,
  ADD CONSTRAINT permission_entry_pkey PRIMARY KEY (resource_id, acl_version, principal);
ALTER TABLE permission_entry_archive
  DROP CONSTRAINT permission_entry_archive_pkey,
  ADD CONSTRAINT permission_entry_archive_pkey PRIMARY KEY (resource_id, acl_version, principal);

-- Null where they do not change, so that the row of a transfer does not grow.
ALTER TABLE account_entry ADD COLUMN currency text;
ALTER TABLE account_entry ADD COLUMN status text;
ALTER TABLE account_entry_archive ADD COLUMN currency text;
ALTER TABLE account_entry_archive ADD COLUMN status text;

CREATE OR REPLACE VIEW account_history AS
  SELECT account_id, version, transfer_id, amount, balance_after, caller, idempotency_key, reference,
         created_at, currency, status
    FROM account_entry
  UNION ALL
  SELECT account_id, version, transfer_id, amount, balance_after, caller, idempotency_key, reference,
         created_at, currency, status
    FROM account_entry_archive;
