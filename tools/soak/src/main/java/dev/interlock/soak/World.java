package dev.interlock.soak;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// What the callers of a run work on: principals, accounts, locations and grants of its own, opened
/// as a back office opens them.
final class World {

  /// A resource, and what is believed of who may do what there: by what was answered, which other
  /// callers' changes may have overtaken.
  static final class Resource {
    private final UUID id;
    private final Map<String, String> roles = new ConcurrentHashMap<>();
    private volatile long aclVersion;

    Resource(UUID id) {
      this.id = id;
    }

    UUID id() {
      return id;
    }

    Map<String, String> roles() {
      return roles;
    }

    long aclVersion() {
      return aclVersion;
    }

    void changed(long version) {
      aclVersion = Math.max(aclVersion, version);
    }
  }

  /// @param isOpen whether it takes part in transfers
  record Account(Resource resource, String currency, long balance, boolean isOpen) {}

  /// @param onHand at first, of each of its SKUs
  record Location(Resource resource, List<Long> onHand) {
    static String sku(int number) {
      return "SKU-" + number;
    }
  }

  private static final int PRINCIPALS = 24;
  private static final int ACCOUNTS = 80;
  private static final int LOCATIONS = 4;
  private static final int SKUS = 25;

  private final List<String> principals = new ArrayList<>();
  private final List<Account> accounts = new ArrayList<>();
  private final List<Location> locations = new ArrayList<>();
  private final List<Resource> resources = new ArrayList<>();

  /// @param run makes everything of it another run's than anything before
  World(String run, RandomGenerator random) {
    for (int i = 0; i < PRINCIPALS; i++) {
      principals.add(run + "-p" + i);
    }
    for (int i = 0; i < ACCOUNTS; i++) {
      boolean hot = i < 2;
      accounts.add(
          new Account(
              resource(run + "-account-" + i, random),
              i % 10 == 9 ? "USD" : "EUR",
              hot ? 100_000_000 : random.nextLong(1_000, 1_000_000),
              i % 40 != 39));
    }
    for (int i = 0; i < LOCATIONS; i++) {
      List<Long> onHand = new ArrayList<>();
      for (int sku = 0; sku < SKUS; sku++) {
        onHand.add(sku % 5 == 4 ? 20L : 1_000_000L);
      }
      locations.add(new Location(resource(run + "-location-" + i, random), onHand));
    }
  }

  private Resource resource(String name, RandomGenerator random) {
    Resource resource = new Resource(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    for (String role : List.of("viewer", "viewer", "operator", "operator", "operator", "owner")) {
      resource.roles.put(principal(random), role);
    }
    resources.add(resource);
    return resource;
  }

  String principal(RandomGenerator random) {
    return principals.get(random.nextInt(principals.size()));
  }

  List<Account> accounts() {
    return accounts;
  }

  List<Location> locations() {
    return locations;
  }

  List<Resource> resources() {
    return resources;
  }

  Resource resource(String id) {
    return resources.stream()
        .filter(resource -> resource.id.toString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /// Puts all of it into the database, in one transaction, with its journal rows.
  void open(Connection owner) throws SQLException {
    owner.setAutoCommit(false);
    for (Account account : accounts) {
      open(owner, account);
    }
    for (Location location : locations) {
      open(owner, location);
    }
    owner.commit();
    owner.setAutoCommit(true);
  }

  private static void open(Connection owner, Account account) throws SQLException {
    open(owner, account.resource(), "account");
    UUID id = account.resource().id();
    execute(
        owner,
        "INSERT INTO account (id, currency, balance, status, version) VALUES (?, ?, ?, ?, 1)",
        id,
        account.currency(),
        account.balance(),
        account.isOpen() ? "open" : "closed");
    execute(
        owner,
        """
        INSERT INTO account_entry (account_id, version, amount, balance_after, reference)
        VALUES (?, 1, ?, ?, 'opening balance')
        """,
        id,
        account.balance(),
        account.balance());
  }

  private static void open(Connection owner, Location location) throws SQLException {
    open(owner, location.resource(), "location");
    UUID id = location.resource().id();
    for (int sku = 0; sku < location.onHand().size(); sku++) {
      String name = Location.sku(sku);
      long onHand = location.onHand().get(sku);
      execute(
          owner,
          "INSERT INTO stock (location_id, sku, on_hand, version) VALUES (?, ?, ?, 1)",
          id,
          name,
          onHand);
      execute(
          owner,
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

  private static void open(Connection owner, Resource resource, String kind) throws SQLException {
    long owners = resource.roles.values().stream().filter("owner"::equals).count();
    execute(
        owner,
        "INSERT INTO resource (id, kind, acl_version, owner_count) VALUES (?, ?, 0, ?)",
        resource.id,
        kind,
        owners);
    for (Map.Entry<String, String> grant : resource.roles.entrySet()) {
      execute(
          owner,
          "INSERT INTO permission (resource_id, principal, role) VALUES (?, ?, ?)",
          resource.id,
          grant.getKey(),
          grant.getValue());
    }
  }

  private static void execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
