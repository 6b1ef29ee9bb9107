package dev.interlock.emulator.database;

import java.util.Locale;

/// A database with everything in it that the functions need.
///
/// @param owner owns the tables
/// @param functions what the functions connect as
/// @param version what the server says of itself
public record PreparedDatabase(DatabaseAddress owner, DatabaseAddress functions, String version) {
  /// Product and version, without what they were compiled with.
  public String shortVersion() {
    return version.replaceFirst("^(CockroachDB \\S+ \\S+|\\S+ \\S+).*", "$1").strip();
  }

  /// The product, as the template's parameter names it.
  public String product() {
    return version.toLowerCase(Locale.ROOT).contains("cockroach") ? "cockroachdb" : "postgresql";
  }
}
