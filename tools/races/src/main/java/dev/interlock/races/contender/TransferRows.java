package dev.interlock.races.contender;

import static dev.interlock.races.contender.Verdicts.ACCEPTED;

import dev.interlock.json.JsonText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The two accounts of a transfer, as a transaction has read them, and the writes to them.
record TransferRows(Order.Transfer order, @Nullable Account from, @Nullable Account to) {

  private static final long BALANCE_MAX = 9_007_199_254_740_991L;

  record Account(String currency, long balance, String status) {
    private boolean isOpen() {
      return status.equals("open");
    }
  }

  private static final String ACCOUNTS =
      "SELECT id, currency, balance, status FROM account WHERE id IN (?, ?)";

  static TransferRows read(Connection connection, Order.Transfer order) throws SQLException {
    Map<UUID, Account> found = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(ACCOUNTS)) {
      select.setObject(1, order.from());
      select.setObject(2, order.to());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Account account = new Account(rows.getString(2), rows.getLong(3), rows.getString(4));
          found.put(rows.getObject(1, UUID.class), account);
        }
      }
    }
    return new TransferRows(order, found.get(order.from()), found.get(order.to()));
  }

  /// The verdict, by the precedence of the contract.
  String verdict(String role) {
    if (from == null || role.equals(Grants.NONE)) {
      return "source-not-found";
    }
    if (!Grants.mayWrite(role)) {
      return "role-insufficient";
    }
    if (to == null) {
      return "destination-not-found";
    }
    if (!from.isOpen()) {
      return "source-closed";
    }
    if (!to.isOpen()) {
      return "destination-closed";
    }
    if (!from.currency().equals(order.currency())) {
      return "source-currency-mismatch";
    }
    if (!to.currency().equals(order.currency())) {
      return "destination-currency-mismatch";
    }
    if (from.balance() < order.amountMinor()) {
      return "insufficient-funds";
    }
    return to.balance() > BALANCE_MAX - order.amountMinor() ? "balance-limit" : ACCEPTED;
  }

  /// Moves the money and journals both legs; returns the detail to store.
  String move(Connection connection) throws SQLException {
    UUID id = UUID.randomUUID();
    Leg debit = new Leg(order.from(), -order.amountMinor());
    Leg credit = new Leg(order.to(), order.amountMinor());
    // In one order for all, or A to B and B to A would deadlock: the server's order, which compares
    // bytes, whereas Java's compares signed halves.
    boolean debitFirst = order.from().toString().compareTo(order.to().toString()) < 0;
    Moved first = update(connection, debitFirst ? debit : credit);
    Moved second = update(connection, debitFirst ? credit : debit);
    journal(connection, id, first, second);
    long fromBalance = (debitFirst ? first : second).balance();
    return JsonText.of(Map.of("id", id.toString(), "fromBalance", fromBalance));
  }

  private record Leg(UUID account, long amount) {}

  private record Moved(Leg leg, long version, long balance) {}

  private static final String UPDATE =
      """
      UPDATE account SET balance = balance + ?, version = version + 1
       WHERE id = ?
      RETURNING version, balance
      """;

  private static Moved update(Connection connection, Leg leg) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      update.setLong(1, leg.amount());
      update.setObject(2, leg.account());
      try (ResultSet row = update.executeQuery()) {
        row.next();
        return new Moved(leg, row.getLong(1), row.getLong(2));
      }
    }
  }

  private static final String JOURNAL =
      """
      INSERT INTO account_entry
        (account_id, version, transfer_id, amount, balance_after, caller, idempotency_key)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  private void journal(Connection connection, UUID id, Moved... legs) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(JOURNAL)) {
      for (Moved moved : legs) {
        insert.setObject(1, moved.leg().account());
        insert.setLong(2, moved.version());
        insert.setObject(3, id);
        insert.setLong(4, moved.leg().amount());
        insert.setLong(5, moved.balance());
        insert.setString(6, order.caller());
        insert.setString(7, order.key());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
