package dev.interlock.audit;

import dev.interlock.audit.operation.Operations;
import java.util.stream.Collectors;

/// The journals of all operations as one, for invariants that hold for every operation alike.
final class Journals {

  /// Defines the common table expression `journal`: see [dev.interlock.audit.operation.Journal].
  static final String WITH_JOURNAL =
      Operations.WRITES.stream()
          .map(write ->
              "SELECT %s\nFROM %s\n"
                  .formatted(write.journal().columns(write.name()), write.journal().history()))
          .collect(Collectors.joining("UNION ALL\n", "WITH journal AS (\n", ")\n"));

  private Journals() {}
}
