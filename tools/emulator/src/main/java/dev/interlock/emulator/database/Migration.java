package dev.interlock.emulator.database;

import java.io.IOException;
import java.io.UncheckedIOException;

/// A script that takes the tables from one version to the next, and records that it did.
///
/// @param version the version that it makes; 0 makes the record itself
/// @param name as in `001-tables`
/// @param sql its text
record Migration(int version, String name, String sql) {
  private static final int DIGITS = 3;

  /// Reads `/db/migrations/NAME.sql`.
  static Migration shipped(String name) {
    try {
      String sql = SqlSession.script("migrations/" + name);
      return new Migration(Integer.parseInt(name.substring(0, DIGITS)), name, sql);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
