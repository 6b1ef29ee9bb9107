package dev.interlock.emulator.database;

import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableScript;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which scripts for the tables of an operation have been applied to a database.
///
/// @param checksums by version
record OperationRecord(OperationTables tables, Map<Integer, String> checksums) {
  static OperationRecord read(OperationTables tables, SqlSession session) throws SQLException {
    Map<Integer, String> checksums = new HashMap<>();
    if (session.hasTable("interlock_operation_migration")) {
      for (String row :
          session.values(
              """
              SELECT version || ' ' || checksum FROM interlock_operation_migration
               WHERE operation = '%s'
              """
                  .formatted(tables.operation()))) {
        String[] parts = row.split(" ", 2);
        checksums.put(Integer.valueOf(parts[0]), parts[1]);
      }
    }
    return new OperationRecord(tables, checksums);
  }

  /// The migrations that were not applied.
  ///
  /// @throws NewerTablesException when one was applied that the function does not bring
  /// @throws StaleDataException when one has changed since
  List<TableScript> pending() {
    int known = tables.migrations().size();
    int version = version();
    if (version > known) {
      throw new NewerTablesException(tables.operation(), version, known);
    }
    for (TableScript script : tables.migrations().subList(0, version)) {
      if (!script.checksum().equals(checksums.get(script.version()))) {
        throw new StaleDataException(
            "db/%s.sql has changed since it was applied (a change needs a new migration)"
                .formatted(script.name()));
      }
    }
    return tables.migrations().subList(version, known);
  }

  /// The last migration that was applied, or 0.
  int version() {
    return Math.max(0, checksums.keySet().stream().mapToInt(Integer::intValue).max().orElse(0));
  }

  boolean has(TableScript script) {
    return script.checksum().equals(checksums.get(script.version()));
  }

  /// Whether some version of it was applied.
  boolean hasAny(TableScript script) {
    return checksums.containsKey(script.version());
  }
}
