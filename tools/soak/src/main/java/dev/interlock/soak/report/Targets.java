package dev.interlock.soak.report;

import java.util.Map;
import java.util.Set;

/// Which operations suffer when something is struck.
final class Targets {
  private static final Set<String> WRITES =
      Set.of("transfer", "stock-decrement", "permission-change");
  private static final Set<String> READS = Set.of("account", "stock", "permissions");
  // By the logical ids of template.yaml.
  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "TransferFunction", "transfer",
          "StockDecrementFunction", "stock-decrement",
          "PermissionChangeFunction", "permission-change",
          "AccountFunction", "account",
          "StockFunction", "stock",
          "PermissionsFunction", "permissions");

  private Targets() {}

  /// @param target as a fault has it: a function's logical id, `database`, or an operation
  static Set<String> operations(String target) {
    if (target.equals("database")) {
      return WRITES;
    }
    String operation = FUNCTIONS.getOrDefault(target, target);
    if (!WRITES.contains(operation) && !READS.contains(operation)) {
      throw new IllegalArgumentException("a fault struck " + target + ", which is not known");
    }
    return Set.of(operation);
  }
}
