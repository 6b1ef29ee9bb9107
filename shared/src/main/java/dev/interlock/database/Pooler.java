package dev.interlock.database;

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
}
