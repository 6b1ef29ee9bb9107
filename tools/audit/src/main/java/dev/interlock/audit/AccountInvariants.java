package dev.interlock.audit;

import java.util.List;

/// The journal of each account, in the order of its versions.
final class AccountInvariants {

  static final List<Invariant> ALL =
      List.of(
          // Without gaps, no entry can have been removed and no write lost.
          new Invariant(
              "account-versions",
              "account versions run from 1 without a gap",
              "SELECT count(*) FROM account_history",
              """
              SELECT account_id, version, version_before
              FROM (
                SELECT account_id, version,
                  coalesce(lag(version) OVER (PARTITION BY account_id ORDER BY version), 0)
                    AS version_before
                FROM account_history
              ) e
              WHERE version IS DISTINCT FROM version_before + 1
              ORDER BY account_id, version
              """),
          // A lost update shows here: two writes that both started from the same balance.
          new Invariant(
              "balance-chain",
              "every balance is the previous balance plus the amount",
              "SELECT count(*) FROM account_history",
              """
              SELECT account_id, version, balance_before, amount, balance_after
              FROM (
                SELECT account_id, version, amount, balance_after,
                  coalesce(lag(balance_after) OVER (PARTITION BY account_id ORDER BY version), 0)
                    AS balance_before
                FROM account_history
              ) e
              WHERE balance_after IS DISTINCT FROM balance_before::numeric + amount
              ORDER BY account_id, version
              """),
          // Money moved past the journal shows here. An account without entries must be empty.
          new Invariant(
              "account-matches-journal",
              "every account matches its last journal row",
              "SELECT count(*) FROM account",
              """
              SELECT a.id, a.version, a.balance,
                e.version AS version_in_journal, e.balance_after AS balance_in_journal
              FROM account a
              LEFT JOIN (
                SELECT account_id, max(version) AS version FROM account_history GROUP BY account_id
              ) ended ON ended.account_id = a.id
              LEFT JOIN account_history e
                ON e.account_id = ended.account_id AND e.version = ended.version
              WHERE a.version IS DISTINCT FROM coalesce(e.version, 0)
                OR a.balance IS DISTINCT FROM coalesce(e.balance_after, 0)
              ORDER BY a.id
              """),
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
          // The clock is read after the snapshot is taken, so times rise with the versions. On
          // CockroachDB each node has its own clock, by default at most 500 ms from the others
          // (--max-offset).
          new Invariant(
              "account-time",
              "an account's versions are in time order",
              "SELECT count(*) FROM account_history",
              """
              SELECT account_id, version, created_before, created_at
              FROM (
                SELECT account_id, version, created_at,
                  lag(created_at) OVER (PARTITION BY account_id ORDER BY version) AS created_before
                FROM account_history
              ) e
              WHERE created_at < created_before - CASE
                WHEN version() LIKE 'CockroachDB%' THEN INTERVAL '500 milliseconds'
                ELSE INTERVAL '0' END
              ORDER BY account_id, version
              """),
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
