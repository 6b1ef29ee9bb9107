package dev.interlock.audit;

import dev.interlock.audit.operation.Operations;
import java.util.stream.Collectors;

/// The journals of all operations as one, for invariants that hold for every operation alike.
final class Journals {

  /// Defines the common table expression `journal`: see [dev.interlock.audit.operation.Journal].
  static final String WITH_JOURNAL =
      Operations.JOURNALED.stream()
          .flatMap(operation ->
              operation.journals().stream().map(journal -> journal.select(operation.name())))
          .collect(Collectors.joining("UNION ALL\n", "WITH journal AS (\n", ")\n"));

  private Journals() {}
}
