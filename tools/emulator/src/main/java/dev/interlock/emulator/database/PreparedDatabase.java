package dev.interlock.emulator.database;

import java.util.Locale;

/// A database that is ready for the functions.
///
/// @param owner the address for the owner of the tables
/// @param functions the address for the functions
/// @param version the server's `version()`
public record PreparedDatabase(DatabaseAddress owner, DatabaseAddress functions, String version) {
  /// Product and version, without build details.
  public String shortVersion() {
    return version.replaceFirst("^(CockroachDB \\S+ \\S+|\\S+ \\S+).*", "$1").strip();
  }

  /// The product, as the template's parameter names it.
  public String product() {
    return version.toLowerCase(Locale.ROOT).contains("cockroach") ? "cockroachdb" : "postgresql";
  }
}
