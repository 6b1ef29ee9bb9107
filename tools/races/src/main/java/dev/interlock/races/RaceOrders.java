package dev.interlock.races;

import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.PlacedHold;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// The requests of races, each under an unused key.
public final class RaceOrders {

  private static final AtomicLong KEYS = new AtomicLong();

  private RaceOrders() {}

  /// Alice moves money.
  public static Order transfer(UUID from, UUID to, long amountMinor) {
    return new Order.Transfer("alice", newKey(), from, to, amountMinor, "EUR");
  }

  /// Alice takes one unit.
  public static Order decrement(UUID location) {
    SortedMap<String, Long> one = new TreeMap<>();
    one.put(RaceFixture.SKU, 1L);
    return new Order.Decrement("alice", newKey(), location, one);
  }

  /// The caller ends the principal's role, based on the first version of the permissions.
  static Order removal(UUID resource, String caller, String principal) {
    return new Order.Change(caller, newKey(), resource, 0, principal, "none");
  }

  /// Alice takes the money of a hold.
  static Order settlement(PlacedHold hold, long amountMinor) {
    return new Order.Settlement("alice", newKey(), hold, amountMinor);
  }

  private static String newKey() {
    return "race-" + KEYS.incrementAndGet();
  }
}
