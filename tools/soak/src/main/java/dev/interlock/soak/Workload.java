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
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The requests of callers: mostly permitted ones for contended accounts, SKUs and grants, and now
/// and then one that must be refused.
final class Workload {
  private static final List<String> ANY_ROLE = List.of("viewer", "operator", "owner");

  private final World world;
  private final String keyPrefix;
  private final SetAsideRequests setAside;

  /// @param keyPrefix the prefix of the run's keys; a request's name follows
  Workload(World world, String keyPrefix) {
    this.world = world;
    this.keyPrefix = keyPrefix;
    this.setAside = new SetAsideRequests(world);
  }

  /// The next request of a client.
  Call next(String name, RandomGenerator random) {
    int drawn = random.nextInt(100);
    if (drawn < 36) {
      return transfer(name, random);
    }
    if (drawn < 51) {
      return decrement(name, random);
    }
    if (drawn < 63) {
      return change(name, random);
    }
    return drawn < 73 ? read(name, random) : setAside(name, random);
  }

  private Call transfer(String name, RandomGenerator random) {
    World.Account from = world.account(random);
    World.Account to = world.account(random);
    while (to.equals(from)) {
      to = world.account(random);
    }
    boolean mismatch = World.one(random, 50);
    Transfer transfer =
        new Transfer(
            from.resource().id(),
            to.resource().id(),
            World.one(random, 20) ? 50_000_000 : random.nextInt(1, 2_000),
            mismatch ? "GBP" : from.currency());
    if (World.one(random, 4)) {
      transfer = transfer.withReference("order " + name);
    }
    String caller = world.caller(from.resource(), List.of("operator", "owner"), random);
    return write(name, Operations.TRANSFER, caller, transfer);
  }

  private Call decrement(String name, RandomGenerator random) {
    World.Location location = world.location(random);
    List<StockDecrement.Line> lines = new ArrayList<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      // Now and then an absent SKU, or one SKU twice.
      int sku = World.one(random, 60) ? 999 : random.nextInt(location.onHand().size());
      lines.add(new StockDecrement.Line(World.Location.sku(sku), random.nextInt(1, 4)));
    }
    String caller = world.caller(location.resource(), List.of("operator", "owner"), random);
    StockDecrement decrement =
        new StockDecrement(location.resource().id(), lines, Optional.empty());
    return write(name, Operations.STOCK_DECREMENT, caller, decrement);
  }

  private Call change(String name, RandomGenerator random) {
    World.Resource resource =
        World.one(random, 3) ? world.location(random).resource() : world.account(random).resource();
    String caller = world.caller(resource, List.of("owner"), random);
    String principal = World.one(random, 12) ? caller : world.principal(random);
    String role =
        List.of("owner", "operator", "operator", "operator", "operator", "viewer", "none", "none")
            .get(random.nextInt(8));
    boolean expires = List.of("operator", "viewer").contains(role) && World.one(random, 4);
    Optional<Instant> expiresAt = expires ? Optional.of(expiry(random)) : Optional.empty();
    long version = Math.max(0, resource.aclVersion() - (World.one(random, 20) ? 1 : 0));
    PermissionChange change =
        new PermissionChange(resource.id(), "\"" + version + "\"", principal, role, expiresAt);
    return write(name, Operations.PERMISSION_CHANGE, caller, change);
  }

  /// Soon enough to come during the run; now and then already past.
  private static Instant expiry(RandomGenerator random) {
    long millis = World.one(random, 8) ? -1_000 : random.nextLong(500, 10_000);
    return Instant.now().plusMillis(millis).truncatedTo(ChronoUnit.MILLIS);
  }

  private Call read(String name, RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0 -> {
        World.Resource account = world.account(random).resource();
        yield read(name, Operations.ACCOUNT, world.caller(account, ANY_ROLE, random), account.id());
      }
      case 1 -> {
        World.Resource account = world.account(random).resource();
        yield read(name, Operations.ENTRIES, world.caller(account, ANY_ROLE, random), account.id())
            .withQuery("?after=%d&limit=%d".formatted(random.nextInt(100), random.nextInt(1, 100)));
      }
      case 2 -> {
        World.Location location = world.location(random);
        String sku = World.Location.sku(random.nextInt(location.onHand().size()));
        World.Resource resource = location.resource();
        yield read(
            name, Operations.STOCK, world.caller(resource, ANY_ROLE, random), resource.id(), sku);
      }
      case 3 -> readSetAside(name, Operations.HOLD_STATE, world.setAside().hold(random), random);
      case 4 ->
          readSetAside(
              name, Operations.RESERVATION_STATE, world.setAside().reservation(random), random);
      default -> readPermissions(name, random);
    };
  }

  /// Permissions, while nothing has been set aside.
  private Call readSetAside(
      String name,
      ReadOperation operation,
      Optional<SetAside.Placed> placed,
      RandomGenerator random) {
    return placed
        .map(each -> {
          World.Resource place = world.resource(each.place());
          String caller = world.caller(place, ANY_ROLE, random);
          return read(name, operation, caller, each.id());
        })
        .orElseGet(() -> readPermissions(name, random));
  }

  private Call readPermissions(String name, RandomGenerator random) {
    World.Resource resource = world.resources().get(random.nextInt(world.resources().size()));
    String caller = world.caller(resource, ANY_ROLE, random);
    return read(name, Operations.PERMISSIONS, caller, resource.id());
  }

  private Call setAside(String name, RandomGenerator random) {
    SetAsideRequests.Request request = setAside.next(random);
    return write(name, request.operation(), request.caller(), request.body());
  }

  private Call write(
      String name, WriteOperation operation, String caller, CommandRequest<?> request) {
    KeyedCommand<?> command = KeyedCommand.of(request, keyPrefix + name);
    return new Call(name, operation, caller, operation.path(), Optional.of(command));
  }

  private static Call read(String name, ReadOperation operation, String caller, Object... values) {
    return new Call(name, operation, caller, operation.path(values), Optional.empty());
  }
}
