package dev.interlock.launcher.scaffold;

import dev.interlock.emulator.host.SetupException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The kind of the resources on which callers have roles, and the table of their guard rows.
record ResourceKind(String name, String table) {
  private static final int LENGTH_MAX = 40;
  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Set<String> OF_INTERLOCK = Set.of("account", "location");

  /// @param table the kind with underscores, unless it is named
  static ResourceKind of(String kind, Optional<String> table) {
    FunctionName name = FunctionName.of(kind);
    String rows = table.orElse(name.snake());
    if (!TABLE.matcher(rows).matches()
        || rows.length() > LENGTH_MAX
        || FunctionName.isReservedBySql(rows)) {
      throw new SetupException(
          "a table's name is lower-case words with underscores between them, at most %d characters and no reserved word of SQL, not %s"
              .formatted(LENGTH_MAX, rows));
    }
    return new ResourceKind(kind, rows);
  }

  /// Whether resources of this kind have tables already.
  boolean isOfInterlock() {
    return OF_INTERLOCK.contains(name);
  }
}
