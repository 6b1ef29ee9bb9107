package dev.interlock.emulator.database;

import dev.interlock.office.tables.TableScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// A script that takes the tables from one version to the next, and records that it did.
///
/// @param version the version that it makes; 0 makes the record itself
/// @param name as in `001-tables`, or `voucher-redemption/001-vouchers`
/// @param sql its text
/// @param brought the script that a function brings, if it is not Interlock's
record Migration(int version, String name, String sql, Optional<TableScript> brought) {
  private static final int DIGITS = 3;

  Migration(int version, String name, String sql) {
    this(version, name, sql, Optional.empty());
  }

  /// Reads `/db/migrations/NAME.sql`.
  static Migration shipped(String name) {
    try {
      String sql = SqlSession.script("migrations/" + name);
      return new Migration(Integer.parseInt(name.substring(0, DIGITS)), name, sql);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// One that a function brings. Its record is written for it.
  static Migration brought(TableScript script) {
    return new Migration(
        script.version(), script.name(), script.recording() + script.sql(), Optional.of(script));
  }

  /// A query that has rows if it is recorded.
  String recorded() {
    return brought
        .map(script ->
            "SELECT 1 FROM interlock_operation_migration WHERE operation = '%s' AND version = %d"
                .formatted(script.operation(), version))
        .orElse("SELECT 1 FROM interlock_migration WHERE version = " + version);
  }
}
