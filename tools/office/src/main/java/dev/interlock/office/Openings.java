package dev.interlock.office;

import dev.interlock.api.WriteRequest;
import dev.interlock.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Opens many accounts, locations and stock rows in one transaction, as one person of the back
/// office would: for demo data and tests.
public final class Openings {

  private final String name;
  private final List<OfficeAction> actions = new ArrayList<>();

  /// Openings by one person, under keys that are derived from what is opened.
  public Openings(String name) {
    this.name = name;
  }

  /// Opens an account and pays in its balance, if any.
  ///
  /// @param roles by principal
  public Openings account(String id, String currency, long balance, Map<String, String> roles) {
    add(
        Office::openAccount,
        "opened-" + id,
        Map.of(
            "id", new Json.Text(id), "currency", new Json.Text(currency), "grants", grants(roles)));
    if (balance > 0) {
      add(
          Office::payIn,
          "paid-in-" + id,
          Map.of(
              "account", new Json.Text(id),
              "amount", new Json.Num(Long.toString(balance)),
              "currency", new Json.Text(currency),
              "reference", new Json.Text("opening balance")));
    }
    return this;
  }

  /// Closes an empty account.
  public Openings closed(String id) {
    add(Office::closeAccount, "closed-" + id, Map.of("account", new Json.Text(id)));
    return this;
  }

  /// Opens a location.
  ///
  /// @param roles by principal
  public Openings location(String id, Map<String, String> roles) {
    add(
        Office::openLocation,
        "opened-" + id,
        Map.of("id", new Json.Text(id), "grants", grants(roles)));
    return this;
  }

  /// Opens a stock row and receives what is on hand, if any.
  public Openings stock(String location, String sku, long onHand) {
    Json at = new Json.Text(location);
    Json named = new Json.Text(sku);
    String row = location + "-" + sku;
    add(Office::openStock, "opened-" + row, Map.of("location", at, "sku", named));
    if (onHand > 0) {
      add(
          Office::receiveStock,
          "received-" + row,
          Map.of(
              "location",
              at,
              "sku",
              named,
              "quantity",
              new Json.Num(Long.toString(onHand)),
              "reference",
              new Json.Text("goods received")));
    }
    return this;
  }

  /// Carries all of them out, or none.
  ///
  /// @throws IllegalStateException when one is refused
  public void put(Connection connection) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
      for (OfficeAction action : actions) {
        carryOut(action, statement);
      }
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }

  private static void carryOut(OfficeAction action, Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(action.sql())) {
      String verdict = row.next() ? row.getString("verdict") : "the key is taken";
      if (!verdict.equals("accepted")) {
        throw new IllegalStateException("refused: " + verdict);
      }
    }
  }

  private static Json grants(Map<String, String> roles) {
    return new Json.Arr(
        roles.entrySet().stream()
            .map(grant ->
                (Json)
                    new Json.Obj(
                        Map.of(
                            "principal", new Json.Text(grant.getKey()),
                            "role", new Json.Text(grant.getValue()))))
            .toList());
  }

  private void add(
      Function<WriteRequest, OfficeAction> command, String key, Map<String, Json> members) {
    actions.add(command.apply(Office.request(name, key, new Json.Obj(members))));
  }
}
