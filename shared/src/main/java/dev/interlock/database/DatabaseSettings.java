package dev.interlock.database;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.interlock.limits.TimeLimits;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The address of the database and how to connect to it, from the function's environment variables.
///
/// - `DATABASE_URL`: see [DatabaseUrl]
/// - `DATABASE_PRODUCT`: `postgresql` (when unset) or `cockroachdb`
/// - `DATABASE_POOLER`: `none` (when unset), `session` or `transaction`
/// - `DATABASE_ROOT_CERTIFICATE`: a PEM file of the authorities to trust, or a single certificate
///   to trust as PEM text; the JVM's own authorities when unset
/// - `AWS_LAMBDA_MAX_CONCURRENCY`: invocations at once in this environment; 1 when unset
/// - `FUNCTION_TIMEOUT_SECONDS`: see [TimeLimits]
///
/// User and password come from a [CredentialSource].
///
/// @param connectionsMax one for each invocation that may run at once
/// @param readOnlyTransactions whether connections are made for transactions that cannot write,
///   instead of for auto-commit
/// @param properties of the driver
record DatabaseSettings(
    DatabaseUrl url,
    Pooler pooler,
    int connectionsMax,
    boolean readOnlyTransactions,
    Map<String, String> properties) {

  private static final String OPTIONS = "options";

  static DatabaseSettings of(Map<String, String> environment) {
    DatabaseUrl url = url(environment);
    Pooler pooler = Pooler.of(environment);
    String options =
        options(
            environment.getOrDefault("DATABASE_PRODUCT", "postgresql"),
            TimeLimits.functionTimeout(environment));
    refuseMisfits(environment, url, pooler);
    Map<String, String> properties = new LinkedHashMap<>(url.properties());
    putDriverProperties(properties, url, pooler);
    if (isCertificate(rootCertificate(environment))) {
      properties.put(TlsRules.MODE, TlsRules.VERIFY_FULL);
      properties.put("sslfactory", "org.postgresql.ssl.SingleCertValidatingFactory");
      properties.put("sslfactoryarg", rootCertificate(environment));
    }
    if (pooler == Pooler.NONE) {
      properties.put(OPTIONS, options);
    }
    int connectionsMax =
        Integer.parseInt(environment.getOrDefault("AWS_LAMBDA_MAX_CONCURRENCY", "1"));
    return new DatabaseSettings(url, pooler, connectionsMax, false, properties);
  }

  private static DatabaseUrl url(Map<String, String> environment) {
    DatabaseUrl url;
    try {
      url = DatabaseUrl.parse(required(environment, "DATABASE_URL"));
      String rootCertificate = rootCertificate(environment);
      if (!rootCertificate.isEmpty()) {
        url = trusting(url, rootCertificate);
      }
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException("DATABASE_URL " + refused.getMessage(), refused);
    }
    if (url.user().isPresent() || url.password().isPresent()) {
      throw new IllegalArgumentException(
          "DATABASE_URL must not carry credentials: they belong in DATABASE_USER and one of"
              + " DATABASE_PASSWORD, DATABASE_SECRET_ARN, DATABASE_IAM_AUTH");
    }
    return url;
  }

  /// The URL with a certificate file to trust, or as it is when the certificate is given as text.
  private static DatabaseUrl trusting(DatabaseUrl url, String rootCertificate) {
    String named = url.parameters().getOrDefault(TlsRules.ROOT_CERTIFICATE, rootCertificate);
    if (!named.equals(rootCertificate)) {
      throw new IllegalArgumentException(
          "has an sslrootcert that differs from DATABASE_ROOT_CERTIFICATE");
    }
    if (!isCertificate(rootCertificate)) {
      return url.with(TlsRules.ROOT_CERTIFICATE, rootCertificate);
    }
    TlsRules.requireCertificate(new ByteArrayInputStream(rootCertificate.getBytes(US_ASCII)));
    return url;
  }

  private static String rootCertificate(Map<String, String> environment) {
    return environment.getOrDefault("DATABASE_ROOT_CERTIFICATE", "");
  }

  private static boolean isCertificate(String rootCertificate) {
    return rootCertificate.startsWith("-----BEGIN CERTIFICATE-----");
  }

  private static void refuseMisfits(
      Map<String, String> environment, DatabaseUrl url, Pooler pooler) {
    if (pooler != Pooler.NONE && url.schema().isPresent()) {
      throw new IllegalArgumentException(
          "DATABASE_URL must not set currentSchema behind a pooler, which does not pass it on: use"
              + " ALTER ROLE ... IN DATABASE ... SET search_path, as roles.sql does");
    }
    if (pooler == Pooler.TRANSACTION && "cockroachdb".equals(environment.get("DATABASE_PRODUCT"))) {
      throw new IllegalArgumentException(
          "DATABASE_POOLER=transaction is for PostgreSQL only: on CockroachDB what a statement sets"
              + " stays with the session, and would reach other clients");
    }
  }

  /// The same settings for reads: the server refuses every write.
  DatabaseSettings forReads() {
    String options = properties.get(OPTIONS);
    // The driver would not take a server for the primary if the session cannot write.
    if (options == null || url.hasTarget()) {
      return inReadOnlyTransactions();
    }
    return with(false, OPTIONS, options + " -c default_transaction_read_only=on");
  }

  /// The same settings, with every statement in a read-only transaction.
  DatabaseSettings inReadOnlyTransactions() {
    return with(true, "readOnly", "true");
  }

  private DatabaseSettings with(boolean readOnlyTransactions, String property, String value) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(property, value);
    return new DatabaseSettings(url, pooler, connectionsMax, readOnlyTransactions, more);
  }

  private static void putDriverProperties(
      Map<String, String> properties, DatabaseUrl url, Pooler pooler) {
    String connectSeconds = Long.toString(TimeLimits.CONNECT_MAX.toSeconds() / url.hosts().size());
    properties.put("assumeMinServerVersion", "12");
    properties.put("tcpKeepAlive", "true");
    // Bounds everything: both hosts, each answer of the handshake, a second try without TLS.
    properties.put("loginTimeout", Long.toString(TimeLimits.LOGIN_MAX.toSeconds()));
    properties.put("connectTimeout", connectSeconds);
    // Bounds each answer of the handshake; after that, every attempt sets its own bound.
    properties.put("socketTimeout", connectSeconds);
    // The driver must not remember which server was the primary before a failover.
    properties.put("hostRecheckSeconds", "0");
    // Prepared at first use and kept: an environment runs the same few statements for hours. Behind
    // a pooler in transaction mode the next transaction may get another session, without them.
    properties.put("prepareThreshold", pooler == Pooler.TRANSACTION ? "0" : "1");
    // The server's detail quotes rows, and rows do not belong in a log.
    properties.put("logServerErrorDetail", "false");
  }

  // Settings go into the startup packet: a separate SET would cost a round trip. Behind a pooler
  // the role carries them, see roles.sql.
  private static String options(String product, Duration functionTimeout) {
    // The server ends a statement that outlives its function, and a transaction without a client.
    String everywhere =
        "-c default_transaction_isolation=serializable -c statement_timeout="
            + functionTimeout.toMillis()
            + " -c idle_in_transaction_session_timeout="
            + TimeLimits.IDLE_IN_TRANSACTION_MAX.toMillis();
    return switch (product) {
      // Under SERIALIZABLE a plan conflicts on everything it reads, so every row is reached by its
      // key: no scan of a whole table, and no join that reads all of one side. One plan is kept,
      // because planning for each call costs more than it gains.
      case "postgresql" ->
          everywhere
              + " -c lock_timeout="
              + TimeLimits.TABLE_WAIT_MAX.toMillis()
              + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
              + " -c plan_cache_mode=force_generic_plan";
      // Here plain reads wait for rows that are being written, and set no bound themselves.
      case "cockroachdb" -> everywhere + " -c lock_timeout=" + TimeLimits.ROW_WAIT_MAX.toMillis();
      default ->
          throw new IllegalArgumentException(
              "DATABASE_PRODUCT must be postgresql or cockroachdb, not " + product);
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
