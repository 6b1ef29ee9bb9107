package dev.interlock.soak;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/// Opens accounts and locations, as the back office of a company would.
final class WorldSetup {
  private final Connection owner;

  /// @param owner a connection of the tables' owner
  WorldSetup(Connection owner) {
    this.owner = owner;
  }

  /// Inserts all of it, with its journal rows, in one transaction.
  void open(World world) throws SQLException {
    owner.setAutoCommit(false);
    for (World.Account account : world.accounts()) {
      open(account);
    }
    for (World.Location location : world.locations()) {
      open(location);
    }
    owner.commit();
    owner.setAutoCommit(true);
  }

  private void open(World.Account account) throws SQLException {
    open(account.resource(), "account");
    UUID id = account.resource().id();
    execute(
        "INSERT INTO account (id, currency, balance, status, version) VALUES (?, ?, ?, ?, 1)",
        id,
        account.currency(),
        account.balance(),
        account.isOpen() ? "open" : "closed");
    execute(
        """
        INSERT INTO account_entry (account_id, version, amount, balance_after, reference)
        VALUES (?, 1, ?, ?, 'opening balance')
        """,
        id,
        account.balance(),
        account.balance());
  }

  private void open(World.Location location) throws SQLException {
    open(location.resource(), "location");
    UUID id = location.resource().id();
    for (int sku = 0; sku < location.onHand().size(); sku++) {
      String name = World.Location.sku(sku);
      long onHand = location.onHand().get(sku);
      execute(
          "INSERT INTO stock (location_id, sku, on_hand, version) VALUES (?, ?, ?, 1)",
          id,
          name,
          onHand);
      execute(
          """
          INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after, reference)
          VALUES (?, ?, 1, ?, ?, 'goods received')
          """,
          id,
          name,
          onHand,
          onHand);
    }
  }

  private void open(World.Resource resource, String kind) throws SQLException {
    long owners = resource.roles().values().stream().filter("owner"::equals).count();
    execute(
        "INSERT INTO resource (id, kind, acl_version, owner_count) VALUES (?, ?, 0, ?)",
        resource.id(),
        kind,
        owners);
    for (Map.Entry<String, String> grant : resource.roles().entrySet()) {
      execute(
          "INSERT INTO permission (resource_id, principal, role) VALUES (?, ?, ?)",
          resource.id(),
          grant.getKey(),
          grant.getValue());
    }
  }

  private void execute(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
