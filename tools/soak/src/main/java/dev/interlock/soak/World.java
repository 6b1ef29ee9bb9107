package dev.interlock.soak;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// The principals, accounts, locations and grants that the callers of a run use. No other run uses
/// them.
final class World {

  /// A resource with the roles there as far as answers have shown them; changes of other callers
  /// may have made them stale.
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

  /// @param onHand the initial stock of each SKU
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
  private final SetAside setAside = new SetAside();

  /// @param run begins every name, so that no earlier run has the same
  World(String run, RandomGenerator random) {
    for (int i = 0; i < PRINCIPALS; i++) {
      principals.add(run + "-p" + i);
    }
    for (int i = 0; i < ACCOUNTS; i++) {
      boolean hot = i < 2;
      boolean open = i % 40 != 39;
      long balance = hot ? 100_000_000 : random.nextLong(1_000, 1_000_000);
      accounts.add(
          new Account(
              resource(run + "-account-" + i, random),
              i % 10 == 9 ? "USD" : "EUR",
              open ? balance : 0,
              open));
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

  /// Two accounts are in most requests for accounts.
  Account account(RandomGenerator random) {
    return accounts.get(one(random, 2) ? random.nextInt(2) : random.nextInt(accounts.size()));
  }

  Location location(RandomGenerator random) {
    return locations.get(random.nextInt(locations.size()));
  }

  /// A principal that is believed to have one of these roles, or now and then any other.
  String caller(Resource resource, List<String> roles, RandomGenerator random) {
    List<String> entitled =
        resource.roles().entrySet().stream()
            .filter(each -> roles.contains(each.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return entitled.isEmpty() || one(random, 15)
        ? principal(random)
        : entitled.get(random.nextInt(entitled.size()));
  }

  /// True once in so many times.
  static boolean one(RandomGenerator random, int ofSoMany) {
    return random.nextInt(ofSoMany) == 0;
  }

  SetAside setAside() {
    return setAside;
  }

  Resource resource(String id) {
    return resources.stream()
        .filter(resource -> resource.id.toString().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
