package dev.interlock.office;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/// The demo data: accounts and locations of alice, bob and carol.
///
/// The ids are fixed, so that events and documentation can name them.
public final class Demo {

  /// A database with this account has the demo data.
  public static final String FIRST_ACCOUNT = "a0000000-0000-4000-8000-000000000001";

  private final int copy;

  private Demo(int copy) {
    this.copy = copy;
  }

  /// Adds the demo data in a transaction. Nothing with these ids may exist.
  public static void put(Connection connection) throws SQLException {
    put(connection, 0);
  }

  /// Adds a copy of it with ids that no other copy has: its number is their second group. Number 0
  /// is the demo data itself.
  public static void put(Connection connection, int copy) throws SQLException {
    new Demo(copy).openings().put(connection);
  }

  private Openings openings() {
    return new Openings("demo")
        .account(account(1), "EUR", 100_000, Map.of("alice", "owner"))
        .account(account(2), "EUR", 50_000, Map.of("bob", "owner"))
        .account(account(3), "EUR", 0, Map.of("carol", "owner"))
        .account(account(4), "USD", 20_000, Map.of("alice", "owner"))
        .account(account(5), "EUR", 0, Map.of("alice", "owner"))
        .closed(account(5))
        .account(
            account(6),
            "EUR",
            75_000,
            Map.of("bob", "owner", "alice", "operator", "carol", "viewer"))
        .location(location(1), Map.of("alice", "owner", "bob", "operator"))
        .location(location(2), Map.of("bob", "owner"))
        .stock(location(1), "TEA-100", 1_000)
        .stock(location(1), "CUP-1", 5)
        .stock(location(1), "SOLD-OUT", 0)
        .stock(location(2), "TEA-100", 10);
  }

  private String account(int number) {
    return id("a", number);
  }

  private String location(int number) {
    return id("b", number);
  }

  private String id(String kind, int number) {
    return "%s0000000-%04x-4000-8000-%012d".formatted(kind, copy, number);
  }
}
