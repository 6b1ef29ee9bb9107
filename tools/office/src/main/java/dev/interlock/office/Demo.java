package dev.interlock.office;

import static java.util.Map.entry;

import dev.interlock.api.WriteRequest;
import dev.interlock.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The demo data, made by the back office: accounts and locations of alice, bob and carol.
///
/// The ids are fixed, so that events and documentation can name them.
public final class Demo {

  private final List<OfficeAction> actions = new ArrayList<>();
  private final int copy;

  private Demo(int copy) {
    this.copy = copy;
    account(1, "EUR", 100_000, Map.of("alice", "owner"));
    account(2, "EUR", 50_000, Map.of("bob", "owner"));
    account(3, "EUR", 0, Map.of("carol", "owner"));
    account(4, "USD", 20_000, Map.of("alice", "owner"));
    account(5, "EUR", 0, Map.of("alice", "owner"));
    account(6, "EUR", 75_000, Map.of("bob", "owner", "alice", "operator", "carol", "viewer"));
    add(Office::closeAccount, "account-5-closed", entry("account", new Json.Text(id("a", 5))));
    location(1, Map.of("alice", "owner", "bob", "operator"));
    location(2, Map.of("bob", "owner"));
    stock(1, "TEA-100", 1_000);
    stock(1, "CUP-1", 5);
    stock(1, "SOLD-OUT", 0);
    stock(2, "TEA-100", 10);
  }

  /// Adds the demo data in a transaction. Nothing with these ids may exist.
  public static void put(Connection connection) throws SQLException {
    put(connection, 0);
  }

  /// Adds a copy of it with ids and keys that no other number has: the ids have it as their second
  /// group. 0 is the demo data itself.
  public static void put(Connection connection, int copy) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
      for (OfficeAction action : new Demo(copy).actions) {
        try (ResultSet row = statement.executeQuery(action.sql())) {
          if (!row.next() || !row.getString("verdict").equals("accepted")) {
            throw new IllegalStateException("a row of the demo data exists already");
          }
        }
      }
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }

  private String id(String kind, int number) {
    return "%s0000000-%04x-4000-8000-%012d".formatted(kind, copy, number);
  }

  private void account(int number, String currency, long balance, Map<String, String> grants) {
    String id = id("a", number);
    add(
        Office::openAccount,
        "account-" + number,
        entry("id", new Json.Text(id)),
        entry("currency", new Json.Text(currency)),
        entry("grants", grants(grants)));
    if (balance > 0) {
      add(
          Office::payIn,
          "account-" + number + "-paid-in",
          entry("account", new Json.Text(id)),
          entry("amount", new Json.Num(Long.toString(balance))),
          entry("currency", new Json.Text(currency)),
          entry("reference", new Json.Text("opening balance")));
    }
  }

  private void location(int number, Map<String, String> grants) {
    add(
        Office::openLocation,
        "location-" + number,
        entry("id", new Json.Text(id("b", number))),
        entry("grants", grants(grants)));
  }

  private void stock(int location, String sku, long onHand) {
    Map.Entry<String, Json> at = entry("location", new Json.Text(id("b", location)));
    Map.Entry<String, Json> named = entry("sku", new Json.Text(sku));
    String key = "location-" + location + "-" + sku;
    add(Office::openStock, key, at, named);
    if (onHand > 0) {
      add(
          Office::receiveStock,
          key + "-received",
          at,
          named,
          entry("quantity", new Json.Num(Long.toString(onHand))),
          entry("reference", new Json.Text("goods received")));
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

  @SafeVarargs
  private void add(
      Function<WriteRequest, OfficeAction> command,
      String key,
      Map.Entry<String, ? extends Json>... members) {
    Map<String, Json> body = new LinkedHashMap<>();
    for (Map.Entry<String, ? extends Json> member : members) {
      body.put(member.getKey(), member.getValue());
    }
    actions.add(
        command.apply(
            Office.request("demo", copy == 0 ? key : copy + "." + key, new Json.Obj(body))));
  }
}
