package dev.interlock.bench.anomaly;

import dev.interlock.bench.anomaly.RowGate.Rows;
import dev.interlock.bench.contender.Order;
import dev.interlock.bench.contender.Result;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// A race of two calls that are held at one point, once on rows of its own.
enum ForcedRace {
  /// Two transfers from one account: both must be taken from it.
  LOST_UPDATES("lost updates") {
    @Override
    boolean goesWrong(Interleaver arena) throws Exception {
      UUID from = arena.ground().account(100);
      Order one = transfer(from, arena.ground().account(0), 10);
      Order other = transfer(from, arena.ground().account(0), 20);
      List<Result> results = arena.held(Rows.ACCOUNT, from, one, other);
      long taken = isAccepted(results.get(0)) ? 10 : 0;
      taken += isAccepted(results.get(1)) ? 20 : 0;
      return arena.ground().balance(from) != 100 - taken;
    }
  },
  /// Two transfers that an account can cover one of.
  OVERDRAFTS("overdrafts") {
    @Override
    boolean goesWrong(Interleaver arena) throws Exception {
      UUID from = arena.ground().account(100);
      Order one = transfer(from, arena.ground().account(0), 80);
      Order other = transfer(from, arena.ground().account(0), 80);
      return arena.held(Rows.ACCOUNT, from, one, other).stream().allMatch(ForcedRace::isAccepted);
    }
  },
  /// Two decrements, and one unit.
  OVERSOLD_UNITS("oversold units") {
    @Override
    boolean goesWrong(Interleaver arena) throws Exception {
      UUID location = arena.ground().location(1);
      return arena.held(Rows.STOCK, location, decrement(location), decrement(location)).stream()
          .allMatch(ForcedRace::isAccepted);
    }
  },
  /// The same transfer under the same key, sent again before the first has been answered, and once
  /// more afterwards.
  DOUBLE_EFFECTS("double effects under re-sends") {
    @Override
    boolean goesWrong(Interleaver arena) throws Exception {
      UUID from = arena.ground().account(100);
      Order order = transfer(from, arena.ground().account(0), 10);
      arena.held(Rows.ACCOUNT, from, order, order);
      arena.again(order);
      return arena.ground().balance(from) != 90;
    }
  },
  /// Two owners who remove each other.
  OWNERLESS_RESOURCES("ownerless resources") {
    @Override
    boolean goesWrong(Interleaver arena) throws Exception {
      UUID resource = arena.ground().ownedByTwo();
      Order one = removal(resource, "alice", "bob");
      Order other = removal(resource, "bob", "alice");
      arena.held(Rows.GRANTS, resource, one, other);
      return arena.ground().owners(resource) == 0;
    }
  },
  /// A transfer that is under way while its caller's role is taken, and the taking acknowledged.
  COMMITS_AFTER_REVOKE("commits after revoke") {
    @Override
    boolean goesWrong(Interleaver arena) throws Exception {
      UUID from = arena.ground().operatedAccount(100);
      Order underWay = transfer(from, arena.ground().account(0), 10);
      return arena.isOvertaken(Rows.ACCOUNT, from, underWay, removal(from, "bob", "alice"));
    }
  };

  private final String subject;

  ForcedRace(String subject) {
    this.subject = subject;
  }

  /// The anomaly's name, as tables show it.
  String subject() {
    return subject;
  }

  /// Runs it once, and says whether the anomaly was there afterwards.
  abstract boolean goesWrong(Interleaver arena) throws Exception;

  static boolean isAccepted(Result result) {
    return result == Result.ACCEPTED;
  }

  static Order transfer(UUID from, UUID to, long amountMinor) {
    return new Order.Transfer("alice", Interleaver.newKey(), from, to, amountMinor, "EUR");
  }

  static Order decrement(UUID location) {
    SortedMap<String, Long> one = new TreeMap<>();
    one.put(RaceFixture.SKU, 1L);
    return new Order.Decrement("alice", Interleaver.newKey(), location, one);
  }

  private static Order removal(UUID resource, String caller, String principal) {
    return new Order.Change(caller, Interleaver.newKey(), resource, 0, principal, "none");
  }
}
