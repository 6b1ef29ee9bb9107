package dev.interlock.soak;

import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.WriteOperation;
import dev.interlock.client.CommandRequest;
import dev.interlock.client.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The requests of callers that set money and stock aside, and settle what was set aside: before,
/// around and after its expiry, more than once, and by others than those who placed it.
final class SetAsideRequests {
  private static final List<String> ENTITLED = List.of("operator", "owner");
  private static final String LINE = "{\"sku\": \"%s\", \"quantity\": %d}";

  private final World world;

  SetAsideRequests(World world) {
    this.world = world;
  }

  /// A request that has no key yet.
  record Request(WriteOperation operation, String caller, CommandRequest<?> body) {}

  /// The next request. Where nothing can be settled yet, something is placed.
  Request next(RandomGenerator random) {
    int drawn = random.nextInt(27);
    if (drawn < 9) {
      return hold(random);
    }
    if (drawn < 16) {
      Optional<SetAside.Placed> hold = world.setAside().hold(random);
      return hold.map(each -> settlement(each, random)).orElseGet(() -> hold(random));
    }
    if (drawn < 22) {
      return reservation(random);
    }
    Optional<SetAside.Placed> reservation = world.setAside().reservation(random);
    return reservation.map(each -> taking(each, random)).orElseGet(() -> reservation(random));
  }

  private Request hold(RandomGenerator random) {
    World.Account from = world.account(random);
    World.Account to = world.account(random);
    while (to.equals(from)) {
      to = world.account(random);
    }
    String currency = World.one(random, 50) ? "GBP" : from.currency();
    long amount = World.one(random, 20) ? 50_000_000 : random.nextInt(1, 2_000);
    return request(
        Operations.HOLD,
        world.caller(from.resource(), ENTITLED, random),
        """
        {"from": "%s", "to": "%s", "amount": %d, "currency": "%s", "expiresAt": "%s"}\
        """
            .formatted(from.resource().id(), to.resource().id(), amount, currency, expiry(random)));
  }

  private Request settlement(SetAside.Placed hold, RandomGenerator random) {
    long held = hold.quantities().getOrDefault("", 0L);
    return request(
        Operations.SETTLEMENT,
        world.caller(world.resource(hold.place()), ENTITLED, random),
        "{\"hold\": \"%s\", \"amount\": %d}".formatted(hold.id(), taken(held, random)));
  }

  private Request reservation(RandomGenerator random) {
    World.Location location = world.location(random);
    String lines =
        IntStream.range(0, random.nextInt(1, 4))
            .map(line -> World.one(random, 60) ? 999 : random.nextInt(location.onHand().size()))
            .mapToObj(sku -> LINE.formatted(World.Location.sku(sku), random.nextInt(1, 4)))
            .collect(Collectors.joining(", "));
    return request(
        Operations.STOCK_RESERVATION,
        world.caller(location.resource(), ENTITLED, random),
        "{\"location\": \"%s\", \"lines\": [%s], \"expiresAt\": \"%s\"}"
            .formatted(location.resource().id(), lines, expiry(random)));
  }

  private Request taking(SetAside.Placed reservation, RandomGenerator random) {
    String lines =
        reservation.quantities().entrySet().stream()
            .map(each -> LINE.formatted(each.getKey(), taken(each.getValue(), random)))
            .filter(line -> !line.endsWith(": 0}"))
            .collect(Collectors.joining(", "));
    return request(
        Operations.RESERVATION_SETTLEMENT,
        world.caller(world.resource(reservation.place()), ENTITLED, random),
        "{\"reservation\": \"%s\", \"lines\": [%s]}".formatted(reservation.id(), lines));
  }

  /// All, some, nothing, or now and then more than there is.
  private static long taken(long placed, RandomGenerator random) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> 0;
      case 3 -> placed + 1;
      case 4, 5, 6, 7 -> placed;
      default -> random.nextLong(placed + 1);
    };
  }

  /// In milliseconds, seconds or minutes; now and then already past.
  private static Instant expiry(RandomGenerator random) {
    long millis =
        switch (random.nextInt(12)) {
          case 0 -> -1_000;
          case 1, 2, 3, 4 -> random.nextLong(5, 500);
          case 5, 6, 7, 8 -> random.nextLong(500, 10_000);
          default -> random.nextLong(10_000, 180_000);
        };
    return Instant.now().plusMillis(millis).truncatedTo(ChronoUnit.MILLIS);
  }

  private static Request request(WriteOperation operation, String caller, String body) {
    JsonObject json = JsonObject.parse(body).orElseThrow();
    return new Request(operation, caller, CommandRequest.of(operation.path(), json));
  }
}
