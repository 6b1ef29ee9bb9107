package dev.interlock.soak;

import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.ReadOperation;
import dev.interlock.audit.operation.WriteOperation;
import dev.interlock.client.CommandRequest;
import dev.interlock.client.KeyedCommand;
import dev.interlock.client.PermissionChange;
import dev.interlock.client.StockDecrement;
import dev.interlock.client.Transfer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The requests of callers: mostly permitted ones for contended accounts, SKUs and grants, and now
/// and then one that must be refused.
final class Workload {
  private final World world;
  private final String keyPrefix;

  /// @param keyPrefix the prefix of the run's keys; a request's name follows
  Workload(World world, String keyPrefix) {
    this.world = world;
    this.keyPrefix = keyPrefix;
  }

  /// The next request of a client.
  Call next(String name, RandomGenerator random) {
    int drawn = random.nextInt(100);
    if (drawn < 50) {
      return transfer(name, random);
    }
    if (drawn < 73) {
      return decrement(name, random);
    }
    return drawn < 88 ? change(name, random) : read(name, random);
  }

  private Call transfer(String name, RandomGenerator random) {
    World.Account from = account(random);
    World.Account to = account(random);
    while (to.equals(from)) {
      to = account(random);
    }
    boolean mismatch = one(random, 50);
    Transfer transfer =
        new Transfer(
            from.resource().id(),
            to.resource().id(),
            one(random, 20) ? 50_000_000 : random.nextInt(1, 2_000),
            mismatch ? "GBP" : from.currency());
    if (one(random, 4)) {
      transfer = transfer.withReference("order " + name);
    }
    String caller = caller(from.resource(), List.of("operator", "owner"), random);
    return write(name, Operations.TRANSFER, caller, transfer);
  }

  /// Two accounts are in a third of all transfers.
  private World.Account account(RandomGenerator random) {
    List<World.Account> accounts = world.accounts();
    return accounts.get(one(random, 6) ? random.nextInt(2) : random.nextInt(accounts.size()));
  }

  private Call decrement(String name, RandomGenerator random) {
    World.Location location = location(random);
    List<StockDecrement.Line> lines = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      // Now and then an absent SKU, or one SKU twice.
      int sku = one(random, 60) ? 999 : random.nextInt(location.onHand().size());
      lines.add(new StockDecrement.Line(World.Location.sku(sku), random.nextInt(1, 4)));
    }
    String caller = caller(location.resource(), List.of("operator", "owner"), random);
    StockDecrement decrement =
        new StockDecrement(location.resource().id(), lines, Optional.empty());
    return write(name, Operations.STOCK_DECREMENT, caller, decrement);
  }

  private World.Location location(RandomGenerator random) {
    return world.locations().get(random.nextInt(world.locations().size()));
  }

  private Call change(String name, RandomGenerator random) {
    World.Resource resource =
        one(random, 3) ? location(random).resource() : account(random).resource();
    String caller = caller(resource, List.of("owner"), random);
    String principal = one(random, 12) ? caller : world.principal(random);
    String role =
        List.of("owner", "operator", "operator", "operator", "operator", "viewer", "none", "none")
            .get(random.nextInt(8));
    boolean expires = List.of("operator", "viewer").contains(role) && one(random, 4);
    Optional<Instant> expiresAt = expires ? Optional.of(expiry(random)) : Optional.empty();
    long version = Math.max(0, resource.aclVersion() - (one(random, 20) ? 1 : 0));
    PermissionChange change =
        new PermissionChange(resource.id(), "\"" + version + "\"", principal, role, expiresAt);
    return write(name, Operations.PERMISSION_CHANGE, caller, change);
  }

  /// Soon enough to come during the run; now and then already past.
  private static Instant expiry(RandomGenerator random) {
    long millis = one(random, 8) ? -1_000 : random.nextLong(500, 10_000);
    return Instant.now().plusMillis(millis).truncatedTo(ChronoUnit.MILLIS);
  }

  private Call read(String name, RandomGenerator random) {
    List<String> any = List.of("viewer", "operator", "owner");
    return switch (random.nextInt(4)) {
      case 0 -> {
        World.Resource account = account(random).resource();
        yield read(name, Operations.ACCOUNT, caller(account, any, random), account.id());
      }
      case 1 -> {
        World.Resource account = account(random).resource();
        yield read(name, Operations.ENTRIES, caller(account, any, random), account.id())
            .withQuery("?after=%d&limit=%d".formatted(random.nextInt(100), random.nextInt(1, 100)));
      }
      case 2 -> {
        World.Location location = location(random);
        String sku = World.Location.sku(random.nextInt(location.onHand().size()));
        World.Resource resource = location.resource();
        yield read(name, Operations.STOCK, caller(resource, any, random), resource.id(), sku);
      }
      default -> {
        World.Resource resource = world.resources().get(random.nextInt(world.resources().size()));
        yield read(name, Operations.PERMISSIONS, caller(resource, any, random), resource.id());
      }
    };
  }

  /// A principal that is believed to have one of these roles, or now and then any other.
  private String caller(World.Resource resource, List<String> roles, RandomGenerator random) {
    List<String> entitled =
        resource.roles().entrySet().stream()
            .filter(each -> roles.contains(each.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return entitled.isEmpty() || one(random, 15)
        ? world.principal(random)
        : entitled.get(random.nextInt(entitled.size()));
  }

  private Call write(
      String name, WriteOperation operation, String caller, CommandRequest<?> request) {
    KeyedCommand<?> command = KeyedCommand.of(request, keyPrefix + name);
    return new Call(name, operation, caller, operation.path(), Optional.of(command));
  }

  private static Call read(String name, ReadOperation operation, String caller, Object... values) {
    return new Call(name, operation, caller, operation.path(values), Optional.empty());
  }

  private static boolean one(RandomGenerator random, int ofSoMany) {
    return random.nextInt(ofSoMany) == 0;
  }
}
