package dev.interlock.audit;

import java.util.List;

/// The journal of each account, in the order of its versions.
final class AccountInvariants {

  static final List<Invariant> ALL =
      List.of(
          // Without gaps, no entry can have been removed and no write lost.
          VersionedJournal.ACCOUNTS.gapless(
              "account-versions", "account versions run from 0 without a gap"),
          RunningTotal.BALANCES.chained(
              "balance-chain", "every balance is the previous balance plus the amount"),
          // Catches money that was moved past the journal, and a currency or status that was set
          // past it.
          new Invariant(
              "account-matches-journal",
              "every account is what its journal adds up to",
              "SELECT count(*) FROM account",
              """
              SELECT a.id, a.version, a.balance, a.currency, a.status,
                e.version AS version_in_journal, e.balance_after AS balance_in_journal,
                o.currency AS currency_in_journal, s.status AS status_in_journal
              FROM account a
              LEFT JOIN (
                SELECT account_id, max(version) AS version FROM account_history GROUP BY account_id
              ) ended ON ended.account_id = a.id
              LEFT JOIN account_history e
                ON e.account_id = ended.account_id AND e.version = ended.version
              LEFT JOIN account_history o ON o.account_id = a.id AND o.version = 0
              LEFT JOIN (
                SELECT DISTINCT ON (account_id) account_id, status
                FROM account_history
                WHERE status IS NOT NULL
                ORDER BY account_id, version DESC
              ) s ON s.account_id = a.id
              WHERE a.version IS DISTINCT FROM e.version
                OR a.balance IS DISTINCT FROM e.balance_after
                OR a.currency IS DISTINCT FROM o.currency
                OR a.status IS DISTINCT FROM s.status
              ORDER BY a.id
              """),
          // An account's currency never changes, and no other entry stands for its opening.
          new Invariant(
              "account-opening",
              "the first entry of every account, and no other, opens it: empty, with its currency",
              "SELECT count(*) FROM account_history WHERE version = 0 OR currency IS NOT NULL",
              """
              SELECT account_id, version, transfer_id, amount, currency, status
              FROM account_history
              WHERE (version = 0) <> (currency IS NOT NULL)
                OR version = 0
                  AND (transfer_id IS NULL AND amount = 0 AND status IS NOT NULL) IS NOT TRUE
              ORDER BY account_id, version
              """),
          // Only an empty account is closed, and nothing happens to it until it is reopened.
          // Entries from before the journals had a status are not checked.
          new Invariant(
              "account-status",
              "every account was closed only when open and empty, and nothing moved until reopened",
              "SELECT count(*) FROM account_history WHERE status IS NOT NULL",
              """
              WITH change AS (
                SELECT account_id, version, status, transfer_id, amount, balance_after, caller,
                  lag(status) OVER changes AS status_before,
                  lead(version) OVER changes AS next_version
                FROM account_history
                WHERE status IS NOT NULL
                WINDOW changes AS (PARTITION BY account_id ORDER BY version)
              )
              SELECT account_id, version, status, amount, balance_after
              FROM change
              WHERE status NOT IN ('open', 'closed') OR status = status_before
                OR version > 0 AND (transfer_id IS NOT NULL OR amount <> 0)
                OR status = 'closed' AND balance_after <> 0
                OR version = 0 AND caller IS NOT NULL AND status <> 'open'
              UNION ALL
              SELECT e.account_id, e.version, c.status, e.amount, e.balance_after
              FROM change c
              JOIN account_history e ON e.account_id = c.account_id AND e.version > c.version
                AND e.version < coalesce(c.next_version, e.version + 1)
              WHERE c.status = 'closed' AND e.created_at > %s
              ORDER BY account_id, version
              """
                  .formatted(OfficeInvariants.JOURNALS_MIGRATED)),
          // An overdraft that has been paid back since leaves no trace in the account itself.
          new Invariant(
              "balance-range",
              "no balance was ever below 0 or above 2^53-1",
              "SELECT count(*) FROM account_history",
              """
              SELECT account_id, version, balance_after
              FROM account_history
              WHERE (balance_after BETWEEN 0 AND 9007199254740991) IS NOT TRUE
              ORDER BY account_id, version
              """),
          // The money of an entry without an account is in no balance.
          new Invariant(
              "orphaned-account-entry",
              "every account entry belongs to an account",
              "SELECT count(*) FROM account_history",
              """
              SELECT e.account_id, e.version, e.amount
              FROM account_history e
              LEFT JOIN account a ON a.id = e.account_id
              WHERE a.id IS NULL
              ORDER BY e.account_id, e.version
              """),
          VersionedJournal.ACCOUNTS.inTimeOrder(
              "account-time", "an account's versions are in time order"),
          // All money came from back office entries, whatever transfers have done with it since.
          new Invariant(
              "money-conserved",
              "balances sum to what the back office put in: no money is created or lost",
              "SELECT count(*) FROM account",
              """
              SELECT a.currency, sum(a.balance) AS balances, coalesce(sum(e.amount), 0) AS put_in
              FROM account a
              LEFT JOIN (
                SELECT account_id, sum(amount) AS amount
                FROM account_history
                WHERE transfer_id IS NULL
                GROUP BY account_id
              ) e ON e.account_id = a.id
              GROUP BY a.currency
              HAVING sum(a.balance) IS DISTINCT FROM coalesce(sum(e.amount), 0)
              ORDER BY a.currency
              """));

  private AccountInvariants() {}
}
