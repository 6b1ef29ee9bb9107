package dev.interlock.database;

import java.util.Locale;
import java.util.Map;

/// What stands between the functions and the server: `DATABASE_POOLER`.
enum Pooler {
  /// Nothing: each connection is a session of its own, and brings its settings along.
  NONE,
  /// A session of the server for as long as a connection lasts, without startup options.
  SESSION,
  /// A session of the server for each transaction, as RDS Proxy and PgBouncer's transaction mode
  /// have it.
  TRANSACTION;

  static Pooler of(Map<String, String> environment) {
    String value = environment.getOrDefault("DATABASE_POOLER", "");
    return switch (value) {
      case "", "none" -> NONE;
      case "session" -> SESSION;
      case "transaction" -> TRANSACTION;
      default ->
          throw new IllegalArgumentException(
              "DATABASE_POOLER must be none, session or transaction, is " + value);
    };
  }

  /// What to do when a startup parameter is refused.
  String startupRefused() {
    return this == NONE
        ? "a startup parameter was refused: behind a pooler or proxy set DATABASE_POOLER to session"
            + " or transaction"
        : "a startup parameter was refused, with DATABASE_POOLER="
            + this
            + ": the pooler must"
            + " accept client_encoding, DateStyle, TimeZone and application_name";
  }

  /// As the variable spells it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
