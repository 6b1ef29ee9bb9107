package dev.interlock.database;

import java.util.Map;

/// The pooler between the functions and the server: `DATABASE_POOLER`.
enum Pooler {
  /// None: each connection is a separate session and sends its own settings.
  NONE,
  /// A server session for as long as a connection lasts, without startup options.
  SESSION,
  /// A server session for each transaction, as in RDS Proxy and PgBouncer's transaction mode.
  TRANSACTION;

  static Pooler of(Map<String, String> environment) {
    String value = environment.getOrDefault("DATABASE_POOLER", "");
    return switch (value) {
      case "", "none" -> NONE;
      case "session" -> SESSION;
      case "transaction" -> TRANSACTION;
      default ->
          throw new IllegalArgumentException(
              "DATABASE_POOLER must be none, session or transaction, not " + value);
    };
  }
}
