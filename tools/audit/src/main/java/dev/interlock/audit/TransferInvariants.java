package dev.interlock.audit;

import java.util.List;

/// The two journal rows of each transfer, compared with each other.
final class TransferInvariants {

  static final List<Invariant> ALL =
      List.of(
          // A single leg is only half a transfer, and a transfer to the same account is refused.
          new Invariant(
              "transfer-two-legs",
              "every transfer has exactly two legs, on two accounts",
              "SELECT count(transfer_id) FROM account_history",
              """
              SELECT transfer_id, count(*) AS legs, count(DISTINCT account_id) AS accounts
              FROM account_history
              WHERE transfer_id IS NOT NULL
              GROUP BY transfer_id
              HAVING count(*) <> 2 OR count(DISTINCT account_id) <> 2
              ORDER BY transfer_id
              """),
          // A credit without its debit shows here, and so does a transfer of nothing.
          new Invariant(
              "transfer-balanced",
              "every transfer credits what it debits",
              "SELECT count(transfer_id) FROM account_history",
              """
              SELECT transfer_id, sum(amount) AS sum, min(amount) AS taken, max(amount) AS given
              FROM account_history
              WHERE transfer_id IS NOT NULL
              GROUP BY transfer_id
              HAVING sum(amount) <> 0 OR min(amount) >= 0
              ORDER BY transfer_id
              """),
          // Amounts in two currencies must not be added.
          new Invariant(
              "transfer-currency",
              "both accounts of every transfer have the same currency",
              "SELECT count(transfer_id) FROM account_history",
              """
              SELECT e.transfer_id, min(a.currency) AS currency, max(a.currency) AS other_currency
              FROM account_history e
              JOIN account a ON a.id = e.account_id
              WHERE e.transfer_id IS NOT NULL
              GROUP BY e.transfer_id
              HAVING min(a.currency) <> max(a.currency)
              ORDER BY e.transfer_id
              """),
          // Legs that differ here were not written by one statement.
          new Invariant(
              "transfer-legs-agree",
              "both legs of every transfer share caller, key, reference and time",
              "SELECT count(transfer_id) FROM account_history",
              """
              SELECT transfer_id
              FROM account_history
              WHERE transfer_id IS NOT NULL
              GROUP BY transfer_id
              HAVING count(DISTINCT (caller, idempotency_key, reference, created_at)) <> 1
              ORDER BY transfer_id
              """),
          // The condition of the transfer itself, at the version that it read.
          RunningTotal.BALANCES.covered(
              "no-overdraft", "no transfer took more than the account held"));

  private TransferInvariants() {}
}
