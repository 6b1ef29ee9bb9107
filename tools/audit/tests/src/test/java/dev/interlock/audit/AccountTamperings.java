package dev.interlock.audit;

import java.util.List;

/// Tampering with accounts and their journal.
final class AccountTamperings {

  static final List<Tampering> OF_ACCOUNTS =
      List.of(
          Tampering.of(
              "account versions run from 0 without a gap",
              """
              UPDATE account_entry e SET version = e.version + 1
              FROM account a
              WHERE a.id = e.account_id AND a.version = e.version
                AND a.id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account SET version = version + 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          Tampering.of(
              "account versions run from 0 without a gap",
              """
              DELETE FROM account_entry
              WHERE account_id = 'a1000000-0000-4000-8000-000000000000' AND version = 1
              """,
              "every balance is the previous balance plus the amount",
              "no transfer took more than the account held",
              "balances sum to what the back office put in: no money is created or lost"),
          Tampering.of(
              "every balance is the previous balance plus the amount",
              """
              UPDATE account_entry SET balance_after = balance_after + 1
              WHERE account_id = 'a1000000-0000-4000-8000-000000000000'
                AND version = (SELECT min(version) FROM account_entry
                  WHERE account_id = 'a1000000-0000-4000-8000-000000000000'
                    AND transfer_id IS NOT NULL AND amount > 0)
              """),
          Tampering.of(
              "every account is what its journal adds up to",
              """
              UPDATE account SET version = version + 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              """),
          Tampering.of(
              "every account is what its journal adds up to",
              """
              UPDATE account SET balance = balance + 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              """,
              "balances sum to what the back office put in: no money is created or lost"),
          Tampering.of(
              "every account is what its journal adds up to",
              """
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'account', 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'alice', 'owner');
              INSERT INTO account (id, currency, version)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'EUR', 1);
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 0, 'alice', 'none', 'owner',
                '2026-01-31T00:00:00Z');
              INSERT INTO account_entry
                (account_id, version, amount, balance_after, currency, status, created_at)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 0, 0, 0, 'EUR', 'open',
                '2026-01-31T00:00:00Z');
              """),
          // An account that nothing has happened to since it was opened.
          Tampering.of(
              "every account is what its journal adds up to",
              "UPDATE account SET currency = 'JPY' WHERE id ="
                  + " 'a2000000-0000-4000-8000-000000000003'"),
          Tampering.of(
              "every account is what its journal adds up to",
              "UPDATE account SET status = 'open' WHERE id ="
                  + " 'a2000000-0000-4000-8000-000000000002'"),
          Tampering.of(
              "the first entry of every account, and no other, opens it: empty, with its currency",
              """
              UPDATE account_entry SET currency = 'EUR'
              WHERE account_id = 'a1000000-0000-4000-8000-000000000000' AND version = 1
              """),
          Tampering.of(
              "the first entry of every account, and no other, opens it: empty, with its currency",
              """
              UPDATE account_entry SET amount = 1, balance_after = 1
              WHERE account_id = 'a1000000-0000-4000-8000-000000000000' AND version = 0;
              UPDATE account_entry SET amount = amount - 1
              WHERE account_id = 'a1000000-0000-4000-8000-000000000000' AND version = 1;
              """),
          // Closed with money in it.
          Tampering.of(
              "every account was closed only when open and empty, and nothing moved until reopened",
              """
              INSERT INTO account_entry
                (account_id, version, amount, balance_after, status, created_at)
              SELECT id, version + 1, 0, balance, 'closed', '2026-01-31T00:00:00Z' FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account SET version = version + 1, status = 'closed'
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          // Closed twice.
          Tampering.of(
              "every account was closed only when open and empty, and nothing moved until reopened",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after, status,
                caller, idempotency_key, created_at)
              SELECT id, version + 1, 0, balance, 'closed', 'office:kim', 'again', now()
              FROM account WHERE id = 'a2000000-0000-4000-8000-000000000002';
              INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict,
                detail, created_at)
              SELECT caller, 'office', idempotency_key,
                fingerprint('close-account', account_id::text, ''), 'accepted',
                jsonb_build_object('command', 'close-account', 'account', account_id,
                  'version', version, 'balance', 0), created_at
              FROM account_entry WHERE idempotency_key = 'again';
              UPDATE account SET version = version + 1
              WHERE id = 'a2000000-0000-4000-8000-000000000002';
              """),
          // Paid into while closed, by somebody who left out the condition.
          Tampering.of(
              "every account was closed only when open and empty, and nothing moved until reopened",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after,
                caller, idempotency_key, created_at)
              SELECT id, version + 1, 5, 5, 'office:kim', 'late', now()
              FROM account WHERE id = 'a2000000-0000-4000-8000-000000000002';
              INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict,
                detail, created_at)
              SELECT caller, 'office', idempotency_key,
                fingerprint('pay-in', account_id::text, '5', 'EUR', ''), 'accepted',
                jsonb_build_object('command', 'pay-in', 'account', account_id,
                  'version', version, 'balance', 5), created_at
              FROM account_entry WHERE idempotency_key = 'late';
              UPDATE account SET version = version + 1, balance = 5
              WHERE id = 'a2000000-0000-4000-8000-000000000002';
              """),
          Tampering.of(
              "no balance was ever below 0 or above 2^53-1",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after, created_at)
              SELECT id, version + 1, -balance - 1, -1, TIMESTAMPTZ '2026-01-31T00:00:00Z'
              FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              UNION ALL
              SELECT id, version + 2, balance + 1, balance, '2026-01-31T00:00:00Z' FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account SET version = version + 2
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          Tampering.of(
              "no balance was ever below 0 or above 2^53-1",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after, created_at)
              SELECT id, version + 1, 9007199254740992 - balance, 9007199254740992,
                TIMESTAMPTZ '2026-01-31T00:00:00Z'
              FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              UNION ALL
              SELECT id, version + 2, balance - 9007199254740992, balance, '2026-01-31T00:00:00Z'
              FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account SET version = version + 2
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          Tampering.of(
              "every account entry belongs to an account",
              """
              INSERT INTO account_entry
                (account_id, version, amount, balance_after, currency, status, created_at)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 0, 0, 0, 'EUR', 'open',
                '2026-01-31T00:00:00Z')
              """),
          Tampering.of(
              "an account's versions are in time order",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after, created_at)
              SELECT id, version + 1, 0, balance, '2000-01-01T00:00:00Z' FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account SET version = version + 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          Tampering.of(
              "balances sum to what the back office put in: no money is created or lost",
              """
              UPDATE account_entry e SET amount = amount + 1, balance_after = balance_after + 1
              FROM account a
              WHERE a.id = e.account_id AND a.version = e.version AND e.amount > 0
                AND e.transfer_id = 'c1000000-0000-4000-8000-00000000003b';
              UPDATE account a SET balance = e.balance_after
              FROM account_entry e
              WHERE a.id = e.account_id AND a.version = e.version;
              """,
              "every transfer credits what it debits"));

  static final List<Tampering> OF_TRANSFERS =
      List.of(
          Tampering.of(
              "every transfer has exactly two legs, on two accounts",
              """
              WITH transfer AS (
                SELECT * FROM account_entry
                WHERE transfer_id = 'c1000000-0000-4000-8000-00000000003b' AND amount < 0
              ),
              third AS (
                UPDATE account a SET version = a.version + 1
                WHERE a.id::text LIKE 'a1%'
                  AND a.currency = (
                    SELECT o.currency FROM account o JOIN transfer ON account_id = id)
                  AND NOT EXISTS (SELECT 1 FROM account_entry e JOIN transfer USING (transfer_id)
                    WHERE e.account_id = a.id)
                RETURNING id, version, balance
              )
              INSERT INTO account_entry (account_id, version, transfer_id, amount, balance_after,
                caller, idempotency_key, reference, created_at)
              SELECT third.id, third.version, transfer_id, 0, third.balance, caller,
                idempotency_key, reference, created_at
              FROM third, transfer
              """),
          Tampering.of(
              "every transfer has exactly two legs, on two accounts",
              """
              WITH transfer AS (
                SELECT * FROM account_entry
                WHERE transfer_id = 'c1000000-0000-4000-8000-00000000003b' AND amount > 0
              ),
              given AS (
                DELETE FROM account_entry e USING transfer t
                WHERE e.account_id = t.account_id AND e.version = t.version
                RETURNING e.account_id
              )
              UPDATE account a SET version = a.version - 1, balance = a.balance - t.amount
              FROM given, transfer t
              WHERE a.id = given.account_id
              """,
              "every transfer credits what it debits",
              "balances sum to what the back office put in: no money is created or lost"),
          Tampering.of(
              "every transfer credits what it debits",
              """
              UPDATE account_entry SET amount = 0
              WHERE transfer_id = 'c1000000-0000-4000-8000-00000000003b'
              """,
              "every accepted key has its journal rows",
              "every balance is the previous balance plus the amount"),
          Tampering.of(
              "both accounts of every transfer have the same currency",
              """
              UPDATE account SET currency = 'GBP'
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account_entry SET currency = 'GBP'
              WHERE account_id = 'a1000000-0000-4000-8000-000000000000' AND version = 0;
              """,
              "balances sum to what the back office put in: no money is created or lost",
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "both legs of every transfer share caller, key, reference and time",
              """
              UPDATE account_entry SET reference = 'another'
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007' AND amount < 0
              """,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "both legs of every transfer share caller, key, reference and time",
              """
              UPDATE account_entry SET created_at = created_at + INTERVAL '1 microsecond'
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007' AND amount > 0
              """),
          Tampering.of(
              "no transfer took more than the account held",
              """
              UPDATE account_entry e SET balance_after = 0
              FROM account_entry next
              WHERE next.account_id = e.account_id AND next.version = e.version + 1
                AND e.version = 1 AND e.caller IS NULL AND next.amount < 0
              """,
              "every balance is the previous balance plus the amount"),
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              "UPDATE account_entry SET idempotency_key = 'key-7' WHERE version = 1 AND caller IS"
                  + " NULL"),
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              """
              UPDATE account_entry SET caller = NULL
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007'
              """,
              "every accepted key has its journal rows"),
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              """
              UPDATE account_entry SET caller = NULL, idempotency_key = NULL
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007'
              """,
              "every accepted key has its journal rows"));

  /// Two transfers at the same time, each before the other on one of their accounts.
  static final List<Tampering> OF_ORDER =
      List.of(
          Tampering.of(
              EffectOrder.WITHOUT_CYCLES,
              """
              WITH leg (account_id, further, transfer_id, amount, idempotency_key) AS (
                VALUES
                  ('a1000000-0000-4000-8000-000000000000'::uuid, 1,
                    'c1000000-0000-4000-8000-00000000fff1'::uuid, -1, 'cycle-1'),
                  ('a1000000-0000-4000-8000-000000000000', 2,
                    'c1000000-0000-4000-8000-00000000fff2', -1, 'cycle-2'),
                  ('a1000000-0000-4000-8000-000000000001', 2,
                    'c1000000-0000-4000-8000-00000000fff1', 1, 'cycle-1'),
                  ('a1000000-0000-4000-8000-000000000001', 1,
                    'c1000000-0000-4000-8000-00000000fff2', 1, 'cycle-2')
              ),
              journaled AS (
                INSERT INTO account_entry (account_id, version, transfer_id, amount, balance_after,
                  caller, idempotency_key, created_at)
                SELECT a.id, a.version + further, transfer_id, amount, a.balance + further * amount,
                  'alice', idempotency_key, '2026-06-01T00:00:00Z'
                FROM leg JOIN account a ON a.id = account_id
                RETURNING *
              ),
              remembered AS (
                INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict,
                  detail, created_at)
                SELECT caller, 'transfer', idempotency_key,
                  fingerprint(account_id::text, 'a1000000-0000-4000-8000-000000000001', '1', 'EUR',
                    ''),
                  'accepted',
                  jsonb_build_object('id', transfer_id, 'fromBalance', balance_after), created_at
                FROM journaled WHERE amount < 0
              )
              UPDATE account a SET version = version + 2, balance = balance + 2 * leg.amount
              FROM leg WHERE leg.account_id = a.id AND leg.further = 1
              """));

  private AccountTamperings() {}
}
