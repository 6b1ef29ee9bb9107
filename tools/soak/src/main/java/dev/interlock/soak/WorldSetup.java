package dev.interlock.soak;

import dev.interlock.office.Openings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Opens accounts and locations, as the back office of a company would.
final class WorldSetup {
  private final Connection owner;

  /// @param owner a connection of the tables' owner
  WorldSetup(Connection owner) {
    this.owner = owner;
  }

  /// Opens all of it in one transaction.
  void open(World world) throws SQLException {
    Openings openings = new Openings("soak");
    for (World.Account account : world.accounts()) {
      open(account, openings);
    }
    for (World.Location location : world.locations()) {
      open(location, openings);
    }
    openings.put(owner);
  }

  private static void open(World.Account account, Openings openings) {
    String id = account.resource().id().toString();
    openings.account(id, account.currency(), account.balance(), account.resource().roles());
    if (!account.isOpen()) {
      openings.closed(id);
    }
  }

  private static void open(World.Location location, Openings openings) {
    String id = location.resource().id().toString();
    openings.location(id, location.resource().roles());
    List<Long> onHand = location.onHand();
    for (int sku = 0; sku < onHand.size(); sku++) {
      openings.stock(id, World.Location.sku(sku), onHand.get(sku));
    }
  }
}
