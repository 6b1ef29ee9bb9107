-- CockroachDB grants rights on whole tables only.
GRANT SELECT, UPDATE ON ticket TO interlock_function;
