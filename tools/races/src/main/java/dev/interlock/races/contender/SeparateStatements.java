package dev.interlock.races.contender;

import static dev.interlock.races.contender.Verdicts.ACCEPTED;

import dev.interlock.json.JsonText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/// All that Interlock does, as separate statements of one transaction: key, grant, rows, decision
/// in Java, updates in the order of their keys, journal, verdict, commit. About eight round trips.
final class SeparateStatements implements Writes {

  private static final String NOTHING = "{}";

  @Override
  public boolean rememberKeys() {
    return true;
  }

  @Override
  public Result transfer(Connection connection, Order.Transfer order) throws SQLException {
    RememberedKeys key = new RememberedKeys(connection, Identity.of(order));
    if (!key.take()) {
      return key.remembered();
    }
    String role = SeparateGrants.locked(connection, order.from(), order.caller());
    TransferRows rows = TransferRows.read(connection, order);
    String verdict = rows.verdict(role);
    return key.remember(verdict, verdict.equals(ACCEPTED) ? rows.move(connection) : NOTHING);
  }

  @Override
  public Result decrement(Connection connection, Order.Decrement order) throws SQLException {
    RememberedKeys key = new RememberedKeys(connection, Identity.of(order));
    if (!key.take()) {
      return key.remembered();
    }
    String role = SeparateGrants.lockedAtLocation(connection, order.location(), order.caller());
    StockRows rows = StockRows.read(connection, order);
    String verdict = rows.verdict(role);
    String detail =
        switch (verdict) {
          case ACCEPTED -> rows.take(connection);
          case "sku-not-found" -> JsonText.of(Map.of("sku", rows.firstAbsent()));
          case "insufficient-stock" -> JsonText.of(Map.of("available", rows.available()));
          default -> NOTHING;
        };
    return key.remember(verdict, detail);
  }

  @Override
  public Result change(Connection connection, Order.Change order) throws SQLException {
    RememberedKeys key = new RememberedKeys(connection, Identity.of(order));
    if (!key.take()) {
      return key.remembered();
    }
    GrantRows rows = GrantRows.read(connection, order);
    String verdict = rows.verdict();
    String detail =
        switch (verdict) {
          case ACCEPTED -> rows.change(connection);
          case "version-mismatch" -> JsonText.of(Map.of("aclVersion", rows.aclVersion()));
          default -> NOTHING;
        };
    return key.remember(verdict, detail);
  }
}
