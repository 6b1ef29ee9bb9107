package dev.interlock.database;

import dev.interlock.limits.TimeLimits;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Where the database is and how to speak to it, from the function's environment variables.
///
/// - `DATABASE_URL`: `postgresql://host:port/database?parameter=value`, or the same behind `jdbc:`
/// - `DATABASE_PRODUCT`: `postgresql` (when unset) or `cockroachdb`
/// - `DATABASE_ROOT_CERTIFICATE`: a PEM file of the authorities to trust, or the one certificate to
///   trust as PEM text; the JVM's own when unset
/// - `AWS_LAMBDA_MAX_CONCURRENCY`: invocations at once in this environment; 1 when unset
/// - `FUNCTION_TIMEOUT_SECONDS`: see [TimeLimits]
///
/// Who logs in, and by what, is a [CredentialSource]'s.
///
/// @param connectionsMax one for each invocation that may run at once
/// @param properties of the driver
record DatabaseSettings(
    String jdbcUrl, String host, int port, int connectionsMax, Map<String, String> properties) {

  private static final int PORT_DEFAULT = 5432;

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final Set<String> CREDENTIALS = Set.of("user", "password");

  /// What a URL may say of TLS where verify-full is a must.
  private static final Set<String> TLS =
      Set.of("sslmode=verify-full", "sslrootcert", "sslcert", "sslkey");

  static DatabaseSettings of(Map<String, String> environment) {
    URI uri = URI.create(required(environment, "DATABASE_URL").replaceFirst("^jdbc:", ""));
    refuseCredentials(uri);
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("ApplicationName", "interlock");
    properties.put(
        "options",
        options(
            environment.getOrDefault("DATABASE_PRODUCT", "postgresql"),
            TimeLimits.functionTimeout(environment)));
    putDriverProperties(properties);
    if (!isLoopback(uri)) {
      refuseWeakTls(uri);
      putTls(properties, environment.getOrDefault("DATABASE_ROOT_CERTIFICATE", ""));
    }
    return new DatabaseSettings(
        "jdbc:postgresql:" + uri.getRawSchemeSpecificPart(),
        String.valueOf(uri.getHost()),
        uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort(),
        Integer.parseInt(environment.getOrDefault("AWS_LAMBDA_MAX_CONCURRENCY", "1")),
        properties);
  }

  /// The same on connections on which the server refuses every write.
  DatabaseSettings readOnly() {
    Map<String, String> readOnly = new LinkedHashMap<>(properties);
    readOnly.computeIfPresent(
        "options", (name, options) -> options + " -c default_transaction_read_only=on");
    return new DatabaseSettings(jdbcUrl, host, port, connectionsMax, readOnly);
  }

  private static void putDriverProperties(Map<String, String> properties) {
    String connectSeconds = Long.toString(TimeLimits.CONNECT_MAX.toSeconds());
    properties.put("assumeMinServerVersion", "12");
    properties.put("tcpKeepAlive", "true");
    properties.put("connectTimeout", connectSeconds);
    // Bounds the handshake; from then on every attempt sets its own.
    properties.put("socketTimeout", connectSeconds);
    // Prepared at its first use, and kept: an environment runs the same few statements for hours.
    properties.put("prepareThreshold", "1");
    // The server's detail quotes rows, and rows do not belong into a log.
    properties.put("logServerErrorDetail", "false");
  }

  private static void putTls(Map<String, String> properties, String rootCertificate) {
    properties.put("sslmode", "verify-full");
    if (rootCertificate.isEmpty()) {
      // Without it the driver looks for a file in the home directory, and Lambda has none.
      properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    } else if (rootCertificate.startsWith("-----BEGIN CERTIFICATE-----")) {
      properties.put("sslfactory", "org.postgresql.ssl.SingleCertValidatingFactory");
      properties.put("sslfactoryarg", rootCertificate);
    } else {
      properties.put("sslrootcert", rootCertificate);
    }
  }

  private static void refuseCredentials(URI uri) {
    if (uri.getRawUserInfo() != null
        || parameters(uri).stream().anyMatch(each -> CREDENTIALS.contains(name(each)))) {
      throw new IllegalArgumentException(
          "DATABASE_URL must not carry credentials: they belong in DATABASE_USER and one of"
              + " DATABASE_PASSWORD, DATABASE_SECRET_ARN, DATABASE_IAM_AUTH");
    }
  }

  // What stands in the URL wins over the driver's properties.
  private static void refuseWeakTls(URI uri) {
    for (String parameter : parameters(uri)) {
      String name = name(parameter);
      if (name.startsWith("ssl") && !TLS.contains(name) && !TLS.contains(parameter)) {
        throw new IllegalArgumentException(
            "DATABASE_URL must leave TLS at sslmode=verify-full, and has " + name);
      }
    }
  }

  private static List<String> parameters(URI uri) {
    String query = uri.getRawQuery();
    return query == null ? List.of() : List.of(query.split("&"));
  }

  private static String name(String parameter) {
    return parameter.replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
  }

  // Several hosts have an authority without a host, and none of them is taken for this machine.
  private static boolean isLoopback(URI uri) {
    return uri.getRawAuthority() == null
        || (uri.getHost() != null && LOOPBACK.contains(uri.getHost()));
  }

  // Settings go with the startup packet: a SET of its own would be a round trip.
  private static String options(String product, Duration functionTimeout) {
    // No statement outlives its function: the server ends what a dead client left running.
    String everywhere =
        "-c default_transaction_isolation=serializable -c statement_timeout="
            + functionTimeout.toMillis();
    return switch (product) {
      // Under SERIALIZABLE what a plan reads is what it conflicts on, so every row is reached by
      // its key: no scan of a whole table, and no join that reads all of one side. One plan is
      // kept, because making it anew for each call costs more than it finds.
      case "postgresql" ->
          everywhere
              + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
              + " -c plan_cache_mode=force_generic_plan";
      // Its reads wait for rows that are being written, and they set no limit of their own.
      case "cockroachdb" -> everywhere + " -c lock_timeout=" + TimeLimits.KEY_WAIT_MAX.toMillis();
      default ->
          throw new IllegalArgumentException(
              "DATABASE_PRODUCT must be postgresql or cockroachdb, is " + product);
    };
  }

  static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " must be set");
    }
    return value;
  }
}
