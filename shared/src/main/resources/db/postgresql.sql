-- What PostgreSQL needs in addition to schema.sql. CockroachDB does not, because it always sorts by bytes.
-- Run after schema.sql by the owner of the tables; migrate runs it with each migration. It can be run
-- again, and then has nothing to do.

-- Permissions are listed in the byte order of their principals. With this collation the primary key has that
-- order, so a page is read from the key; with any other, each page sorts all grants of its resource.
ALTER TABLE permission ALTER COLUMN principal TYPE text COLLATE "C";
