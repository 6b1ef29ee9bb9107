package dev.interlock.bench.growth;

import dev.interlock.bench.load.Sql;
import dev.interlock.emulator.database.PreparedDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/// Storage that calls leave behind.
///
/// @param calls counted by their keys
/// @param bytes of tables and indexes
record StorageUse(long calls, long bytes) {

  /// The current use.
  static StorageUse of(PreparedDatabase database) throws SQLException {
    try (Connection owner = database.owner().connect()) {
      return new StorageUse(
          Sql.number(owner, "SELECT count(*) FROM idempotency"),
          Sql.number(owner, "SELECT sum(pg_total_relation_size(relid)) FROM pg_stat_user_tables"));
    }
  }

  StorageUse since(StorageUse earlier) {
    return new StorageUse(calls - earlier.calls, bytes - earlier.bytes);
  }

  double bytesPerCall() {
    return (double) bytes / Math.max(1, calls);
  }
}
