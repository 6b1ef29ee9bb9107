package dev.interlock.bench.usual.writes;

import java.util.Map;
import java.util.Objects;

/// The database's URL and credentials, from the function's environment variables.
public record DatabaseVariables(String jdbcUrl, String user, String password) {

  /// Reads `DATABASE_URL` (`postgresql://host:port/database`), `DATABASE_USER`,
  /// `DATABASE_PASSWORD`.
  public static DatabaseVariables of(Map<String, String> environment) {
    String url = Objects.requireNonNull(environment.get("DATABASE_URL"), "DATABASE_URL");
    // In the startup packet: a separate SET would cost a round trip.
    String isolation = "options=-c%20default_transaction_isolation=serializable";
    return new DatabaseVariables(
        "jdbc:" + url + (url.contains("?") ? "&" : "?") + isolation,
        Objects.requireNonNull(environment.get("DATABASE_USER"), "DATABASE_USER"),
        Objects.requireNonNull(environment.get("DATABASE_PASSWORD"), "DATABASE_PASSWORD"));
  }
}
