package dev.interlock.bench.anomaly;

import dev.interlock.bench.anomaly.RowGate.Rows;
import dev.interlock.bench.contender.MeasuredOperation;
import dev.interlock.bench.contender.Order;
import dev.interlock.bench.contender.Result;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/// A race of two calls whose interleaving is forced: both are held at one point. Each round has
/// fresh rows.
enum ForcedRace {
  /// Two transfers from one account: both must be debited.
  LOST_UPDATES("lost updates", MeasuredOperation.TRANSFER) {
    @Override
    boolean goesWrong(Interleaver interleaver) throws Exception {
      UUID from = interleaver.rows().account(100);
      Order one = transfer(from, interleaver.rows().account(0), 10);
      Order other = transfer(from, interleaver.rows().account(0), 20);
      List<Result> results = interleaver.held(Rows.ACCOUNT, from, one, other);
      long taken = isAccepted(results.get(0)) ? 10 : 0;
      taken += isAccepted(results.get(1)) ? 20 : 0;
      return interleaver.rows().balance(from) != 100 - taken;
    }
  },
  /// Two transfers from an account that covers only one of them.
  OVERDRAFTS("overdrafts", MeasuredOperation.TRANSFER) {
    @Override
    boolean goesWrong(Interleaver interleaver) throws Exception {
      UUID from = interleaver.rows().account(100);
      Order one = transfer(from, interleaver.rows().account(0), 80);
      Order other = transfer(from, interleaver.rows().account(0), 80);
      return interleaver.held(Rows.ACCOUNT, from, one, other).stream()
          .allMatch(ForcedRace::isAccepted);
    }
  },
  /// Two decrements of the last unit.
  OVERSOLD_UNITS("oversold units", MeasuredOperation.STOCK_DECREMENT) {
    @Override
    boolean goesWrong(Interleaver interleaver) throws Exception {
      UUID location = interleaver.rows().location(1);
      return interleaver
          .held(Rows.STOCK, location, decrement(location), decrement(location))
          .stream()
          .allMatch(ForcedRace::isAccepted);
    }
  },
  /// The same transfer under the same key: a retry while the first call is in flight, and another
  /// one afterwards.
  DOUBLE_EFFECTS("double effects under re-sends", MeasuredOperation.TRANSFER) {
    @Override
    boolean goesWrong(Interleaver interleaver) throws Exception {
      UUID from = interleaver.rows().account(100);
      Order order = transfer(from, interleaver.rows().account(0), 10);
      interleaver.held(Rows.ACCOUNT, from, order, order);
      interleaver.again(order);
      return interleaver.rows().balance(from) != 90;
    }
  },
  /// Two owners remove each other.
  OWNERLESS_RESOURCES("ownerless resources", MeasuredOperation.PERMISSION_CHANGE) {
    @Override
    boolean goesWrong(Interleaver interleaver) throws Exception {
      UUID resource = interleaver.rows().ownedByTwo();
      Order one = removal(resource, "alice", "bob");
      Order other = removal(resource, "bob", "alice");
      interleaver.held(Rows.GRANTS, resource, one, other);
      return interleaver.rows().owners(resource) == 0;
    }
  },
  /// A transfer is in flight when the revocation of its caller's role is acknowledged.
  COMMITS_AFTER_REVOKE("commits after revoke", MeasuredOperation.TRANSFER) {
    @Override
    boolean goesWrong(Interleaver interleaver) throws Exception {
      UUID from = interleaver.rows().operatedAccount(100);
      Order inFlight = transfer(from, interleaver.rows().account(0), 10);
      return interleaver.isOvertaken(Rows.ACCOUNT, from, inFlight, removal(from, "bob", "alice"));
    }
  };

  private final String subject;
  private final MeasuredOperation operation;

  ForcedRace(String subject, MeasuredOperation operation) {
    this.subject = subject;
    this.operation = operation;
  }

  /// The operation that goes wrong in this race.
  MeasuredOperation operation() {
    return operation;
  }

  /// The name of the anomaly in tables.
  String subject() {
    return subject;
  }

  /// Runs one round and returns whether the anomaly occurred.
  abstract boolean goesWrong(Interleaver interleaver) throws Exception;

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
