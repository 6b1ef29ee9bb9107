-- What PostgreSQL needs beside schema.sql and CockroachDB, which sorts by bytes, does not. Run after it by
-- the owner of the tables; it can be run again, and is then done in no time.

-- Permissions are listed in the byte order of their principals. In this collation the primary key has that
-- order, so a page is read off the key; in another a page costs a sort of all the resource's grants.
ALTER TABLE permission ALTER COLUMN principal TYPE text COLLATE "C";
