package dev.interlock.database;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Where the database is and how to speak to it, from the function's environment variables.
///
/// - `DATABASE_URL`: `postgresql://host:port/database?parameter=value`, or the same behind `jdbc:`
/// - `DATABASE_USER`, `DATABASE_PASSWORD`: the role of the functions, see `db/roles.sql`
/// - `DATABASE_PRODUCT`: `postgresql` (when unset) or `cockroachdb`
/// - `AWS_LAMBDA_MAX_CONCURRENCY`: invocations at once in this environment; 1 when unset
///
/// @param connectionsMax one for each invocation that may run at once
/// @param properties of the driver
record DatabaseSettings(
    String jdbcUrl,
    String user,
    String password,
    int connectionsMax,
    Map<String, String> properties) {

  /// No statement outlives its invocation for long: the server ends what a dead client left
  /// running.
  private static final int STATEMENT_MILLIS_MAX = 15_000;

  private static final int CONNECT_SECONDS_MAX = 2;

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  static DatabaseSettings of(Map<String, String> environment) {
    URI uri = URI.create(required(environment, "DATABASE_URL").replaceFirst("^jdbc:", ""));
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "DATABASE_URL must not carry credentials: they belong in DATABASE_USER and _PASSWORD");
    }
    String concurrency = environment.getOrDefault("AWS_LAMBDA_MAX_CONCURRENCY", "1");
    return new DatabaseSettings(
        "jdbc:postgresql:" + uri.getRawSchemeSpecificPart(),
        required(environment, "DATABASE_USER"),
        required(environment, "DATABASE_PASSWORD"),
        Integer.parseInt(concurrency),
        properties(uri, environment.getOrDefault("DATABASE_PRODUCT", "postgresql")));
  }

  private static Map<String, String> properties(URI uri, String product) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("ApplicationName", "interlock");
    // Settings go with the startup packet: a SET of its own would be a round trip.
    properties.put("options", options(product));
    properties.put("assumeMinServerVersion", "12");
    properties.put("tcpKeepAlive", "true");
    properties.put("connectTimeout", Integer.toString(CONNECT_SECONDS_MAX));
    // Bounds the handshake; from then on every attempt sets its own.
    properties.put("socketTimeout", Integer.toString(CONNECT_SECONDS_MAX));
    // Prepared at its first use, and kept: an environment runs the same few statements for hours.
    properties.put("prepareThreshold", "1");
    // The server's detail quotes rows, and rows do not belong into a log.
    properties.put("logServerErrorDetail", "false");
    if (!isLoopback(uri)) {
      properties.put("sslmode", "verify-full");
    }
    return properties;
  }

  // Several hosts have an authority without a host, and none of them is taken for this machine.
  private static boolean isLoopback(URI uri) {
    return uri.getRawAuthority() == null
        || (uri.getHost() != null && LOOPBACK.contains(uri.getHost()));
  }

  private static String options(String product) {
    String everywhere =
        "-c default_transaction_isolation=serializable"
            + " -c statement_timeout="
            + STATEMENT_MILLIS_MAX;
    return switch (product) {
      // Under SERIALIZABLE what a plan reads is what it conflicts on, so every row is reached by
      // its key: no scan of a whole table, and no join that reads all of one side. One plan is
      // kept, because making it anew for each call costs more than it finds.
      case "postgresql" ->
          everywhere
              + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
              + " -c plan_cache_mode=force_generic_plan";
      case "cockroachdb" -> everywhere;
      default ->
          throw new IllegalArgumentException(
              "DATABASE_PRODUCT must be postgresql or cockroachdb, is " + product);
    };
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " must be set");
    }
    return value;
  }

  /// Without the password.
  @Override
  public String toString() {
    return "DatabaseSettings[" + jdbcUrl + ", user " + user + "]";
  }
}
