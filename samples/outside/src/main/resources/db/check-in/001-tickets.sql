-- A ticket has room for one check-in, which is written into its own row.
CREATE TABLE ticket (
  code            text PRIMARY KEY,
  holder          text NOT NULL,
  check_in_id     uuid,
  checked_in_at   timestamptz,
  idempotency_key text,
  CONSTRAINT ticket_checked_in_wholly
    CHECK ((check_in_id IS NULL) = (checked_in_at IS NULL)
       AND (check_in_id IS NULL) = (idempotency_key IS NULL))
);
