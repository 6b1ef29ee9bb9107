package dev.interlock.bench.load;

import java.util.List;
import java.util.UUID;

/// The loads under which contenders are compared, each with its own rows.
final class Scenarios {

  private static final int SKUS = 1_000;
  private static final long PLENTY = 1_000_000_000_000L;

  /// Enough accounts for callers not to conflict: the baseline.
  static final Scenario WIDE = TransferScenario.among(new NumberedAccounts("c0000001", 10_000));

  private static final Scenario FEW = TransferScenario.among(new NumberedAccounts("c0000002", 100));
  private static final Scenario PAIR =
      new TransferScenario("2 both ways", new NumberedAccounts("c0000003", 2), false);

  /// Loads that deadlock contenders which write two rows in the order of the request.
  static final List<Scenario> DEADLOCKING = List.of(FEW, PAIR);

  /// All callers write the same row.
  static final Scenario HOT = TransferScenario.toOne(new NumberedAccounts("c0000004", 1_001));

  static final List<Scenario> ALL =
      List.of(
          WIDE,
          FEW,
          PAIR,
          HOT,
          new DecrementScenario("1", location(1), SKUS, 1, PLENTY),
          new DecrementScenario("5", location(2), SKUS, 5, PLENTY),
          new DecrementScenario("20", location(3), SKUS, 20, PLENTY),
          new DecrementScenario("flash sale, in stock", location(4), 1, 1, PLENTY),
          new DecrementScenario("flash sale, sold out", location(5), 1, 1, 0),
          new RoleChangeScenario(new NumberedAccounts("c2000001", 1_000)),
          new RoleChangeScenario(new NumberedAccounts("c2000002", 1)));

  /// Loads whose callers want the same rows, and the one where they do not.
  static final List<Scenario> CONTENDED =
      List.of(
          WIDE,
          PAIR,
          HOT,
          new DecrementScenario("1", location(6), 1, 1, PLENTY),
          new DecrementScenario("100", location(7), 100, 100, PLENTY),
          new RoleChangeScenario(new NumberedAccounts("c2000003", 1)));

  private Scenarios() {}

  private static UUID location(int number) {
    return UUID.fromString("c1000000-0000-4000-8000-00000000000" + number);
  }
}
