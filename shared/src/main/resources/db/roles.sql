-- The database role that the functions connect as. It can do what their statements do and nothing else:
-- journals and keys are only ever added to, nothing is deleted, no table is changed.
-- Run once, after schema.sql, by the owner of the tables. Give it a password of your own:
--   ALTER ROLE interlock_function PASSWORD '...';

CREATE ROLE interlock_function LOGIN;

GRANT SELECT, UPDATE ON resource, account, stock TO interlock_function;
GRANT SELECT, INSERT, UPDATE ON permission TO interlock_function;
GRANT SELECT, INSERT ON permission_entry, account_entry, stock_entry, idempotency TO interlock_function;

-- Old rows are moved by their owner, see archive.sql. The functions only read them, with the others.
GRANT SELECT ON account_history, idempotency_history TO interlock_function;
