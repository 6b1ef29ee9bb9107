package dev.interlock.database;

/// User and password for a new connection. The password is never printed.
record Credential(String user, String password) {

  /// Without the password.
  @Override
  public String toString() {
    return "Credential[" + user + "]";
  }
}
