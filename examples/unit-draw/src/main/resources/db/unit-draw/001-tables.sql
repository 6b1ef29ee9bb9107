-- The guard row: two calls that conflict meet here, and the CHECK is the last line of defence. Each row
-- stands for a resource of kind 'unit-pool', whose permissions say who may take from it.
CREATE TABLE unit_pool (
  id        uuid   PRIMARY KEY,
  remaining bigint NOT NULL,
  version   bigint NOT NULL DEFAULT 0,
  CONSTRAINT unit_pool_remaining CHECK (remaining >= 0),
  CONSTRAINT unit_pool_version CHECK (version >= 0)
);

-- The journal: the version that each write made, and the value after it. Version 0 is the opening.
CREATE TABLE unit_pool_entry (
  resource_id     uuid        NOT NULL,
  version         bigint      NOT NULL,
  id              uuid        NOT NULL DEFAULT gen_random_uuid(),
  quantity        bigint      NOT NULL,
  remaining_after bigint      NOT NULL,
  caller          text,
  idempotency_key text,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (resource_id, version),
  CONSTRAINT unit_pool_entry_version CHECK (version >= 0)
);
