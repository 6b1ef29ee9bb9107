package dev.interlock.soak.report;

import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.soak.FaultEvent;
import java.util.Set;
import java.util.stream.Collectors;

/// The operations that a fault affects.
final class Targets {

  private Targets() {}

  /// The names of the operations.
  ///
  /// @param target as in [FaultEvent]: a function's logical id, `database`, or an operation's name
  static Set<String> operations(String target) {
    if (target.equals(FaultEvent.DATABASE)) {
      return Operations.WRITES.stream().map(Operation::name).collect(Collectors.toSet());
    }
    Set<String> operations =
        Operations.all()
            .filter(each -> target.equals(each.function()) || target.equals(each.name()))
            .map(Operation::name)
            .collect(Collectors.toSet());
    if (operations.isEmpty()) {
      throw new IllegalArgumentException("unknown target of a fault: " + target);
    }
    return operations;
  }
}
