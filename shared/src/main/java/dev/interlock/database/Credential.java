package dev.interlock.database;

/// Who a new connection logs in as, and by what. Never printed.
record Credential(String user, String password) {

  /// Without the password.
  @Override
  public String toString() {
    return "Credential[" + user + "]";
  }
}
