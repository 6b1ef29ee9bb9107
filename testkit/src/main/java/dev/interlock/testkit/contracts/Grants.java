package dev.interlock.testkit.contracts;

/// The grants of a caller, as SQL for the owner of the tables.
final class Grants {

  private Grants() {}

  /// Locks them, as a change of them does.
  static String lock(String caller) {
    return "SELECT 1 FROM permission WHERE principal = '" + caller + "' FOR UPDATE";
  }

  /// Revokes them.
  static String revoke(String caller) {
    return "UPDATE permission SET role = 'none' WHERE principal = '" + caller + "'";
  }
}
