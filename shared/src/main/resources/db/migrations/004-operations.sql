-- Version 4: the tables and the kinds of resources that other functions bring.
--
-- Functions of the versions before work on these tables unchanged: a resource of another kind is absent
-- for them.

INSERT INTO interlock_migration (version, name) VALUES (4, 'operations');

-- Under another name, because CockroachDB cannot replace a constraint by one of the same name in one
-- transaction.
ALTER TABLE resource DROP CONSTRAINT resource_kind;
ALTER TABLE resource ADD CONSTRAINT resource_kind_name CHECK (kind ~ '^[a-z][a-z0-9-]{0,63}$');

-- The migrations of each operation in db/OPERATION/. Version 0 is its roles.sql, -1 its demo.sql.
CREATE TABLE interlock_operation_migration (
  operation  text,
  version    bigint,
  name       text,
  checksum   text,
  applied_at timestamptz DEFAULT clock_timestamp(),
  PRIMARY KEY (operation, version)
);

GRANT SELECT ON interlock_operation_migration TO PUBLIC;
