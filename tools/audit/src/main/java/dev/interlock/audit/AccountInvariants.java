package dev.interlock.audit;

import java.util.List;

/// The journal of each account, in the order of its versions.
final class AccountInvariants {

  static final List<Invariant> ALL =
      List.of(
          // Without gaps, no entry can have been removed and no write lost.
          VersionedJournal.ACCOUNTS.gapless(
              "account-versions", "account versions run from 1 without a gap"),
          RunningTotal.BALANCES.chained(
              "balance-chain", "every balance is the previous balance plus the amount"),
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
