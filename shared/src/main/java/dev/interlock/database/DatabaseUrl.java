package dev.interlock.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a database is, read from `postgresql://host:port/database?parameter=value` or its `jdbc:`
/// form.
///
/// A parameter is supported because we know what it means, and any other is refused by its name.
/// The driver gets what was read, in [#jdbcUrl] and [#properties], and never the text: it would let
/// a parameter overrule the host or the session's settings.
///
/// @param hosts one, or a primary and its standby
/// @param user only for who accepts credentials in a URL
/// @param parameters by the driver's names
public record DatabaseUrl(
    List<Host> hosts,
    String database,
    Optional<String> user,
    Optional<String> password,
    Map<String, String> parameters) {

  static final String SCHEMA = "currentSchema";
  static final String TARGET = "targetServerType";
  static final String APPLICATION_NAME = "ApplicationName";
  static final String TLS_MODE = "sslmode";
  static final String ROOT_CERTIFICATE = "sslrootcert";

  static final String VERIFY_FULL = "verify-full";
  private static final Set<String> VERIFYING = Set.of("verify-ca", VERIFY_FULL);
  private static final Set<String> TLS_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", VERIFY_FULL);
  private static final Set<String> TARGETS = Set.of("any", "primary");

  /// Each of them gets a second of a connect's time.
  private static final int HOSTS_MAX = 2;

  /// A server's name or address, IPv6 in brackets, and its port.
  public record Host(String name, int port) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /// Whether nothing that is sent there leaves this machine. Only the three usual spellings are
    /// taken for it: TLS may be left out there, and nowhere else.
    public boolean isThisMachine() {
      return THIS_MACHINE.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
      return name + ":" + port;
    }
  }

  /// Refuses parts that do not fit together.
  public DatabaseUrl {
    hosts = List.copyOf(hosts);
    parameters = Map.copyOf(parameters);
    checkHosts(hosts, parameters);
    checkTls(hosts, parameters);
  }

  /// Reads a URL.
  ///
  /// @throws IllegalArgumentException when it is not understood in full; the message is a predicate
  ///   without a subject, such as "has no host", and repeats no value
  public static DatabaseUrl parse(String text) {
    return new UrlReader(text).read();
  }

  /// A database on this machine.
  public static DatabaseUrl here(int port, String database, Map<String, String> parameters) {
    return new DatabaseUrl(
        List.of(new Host("127.0.0.1", port)),
        database,
        Optional.empty(),
        Optional.empty(),
        parameters);
  }

  private static void checkHosts(List<Host> hosts, Map<String, String> parameters) {
    String target = parameters.get(TARGET);
    if (target != null && !TARGETS.contains(target)) {
      throw new IllegalArgumentException("must set targetServerType to primary or any");
    }
    if (hosts.size() > HOSTS_MAX) {
      throw new IllegalArgumentException("must not name more than " + HOSTS_MAX + " hosts");
    }
    if (hosts.size() > 1 && target == null) {
      throw new IllegalArgumentException(
          "names several hosts and must say which is meant: targetServerType=primary for a primary"
              + " and its standby, targetServerType=any for nodes that all accept writes");
    }
  }

  private static void checkTls(List<Host> hosts, Map<String, String> parameters) {
    String mode = parameters.get(TLS_MODE);
    if (mode != null && !TLS_MODES.contains(mode)) {
      throw new IllegalArgumentException("must set sslmode to verify-full");
    }
    boolean here = hosts.stream().allMatch(Host::isThisMachine);
    if (mode != null && !here && !mode.equals(VERIFY_FULL)) {
      throw new IllegalArgumentException("must leave TLS at sslmode=verify-full");
    }
    String rootCertificate = parameters.get(ROOT_CERTIFICATE);
    if (rootCertificate == null) {
      return;
    }
    if (mode != null && !VERIFYING.contains(mode)) {
      throw new IllegalArgumentException(
          "must not combine a root certificate with an sslmode that does not verify it");
    }
    if (!Files.isReadable(Path.of(rootCertificate))) {
      throw new IllegalArgumentException(
          "has a root certificate that cannot be read: " + rootCertificate);
    }
  }

  /// The same, with the authorities in this PEM file trusted and no others.
  ///
  /// @throws IllegalArgumentException when the URL names another file
  DatabaseUrl trusting(String rootCertificate) {
    String named = parameters.getOrDefault(ROOT_CERTIFICATE, rootCertificate);
    if (!named.equals(rootCertificate)) {
      throw new IllegalArgumentException("has another sslrootcert than DATABASE_ROOT_CERTIFICATE");
    }
    return with(ROOT_CERTIFICATE, rootCertificate);
  }

  /// Refuses a URL that names a root certificate, where there is another already.
  void refuseRootCertificate() {
    if (parameters.containsKey(ROOT_CERTIFICATE)) {
      throw new IllegalArgumentException("has another sslrootcert than DATABASE_ROOT_CERTIFICATE");
    }
  }

  private DatabaseUrl with(String parameter, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(parameter, value);
    return new DatabaseUrl(hosts, database, user, password, more);
  }

  /// The schema that has the tables, or a search path that begins with it.
  public Optional<String> schema() {
    return Optional.ofNullable(parameters.get(SCHEMA));
  }

  /// Whether the driver has to find out which server is the primary.
  boolean hasTarget() {
    return parameters.containsKey(TARGET);
  }

  /// The URL for the driver: place and name, and nothing that it could read anything else from.
  public String jdbcUrl() {
    return "jdbc:postgresql://" + place();
  }

  /// The driver's properties that go with [#jdbcUrl], credentials left out.
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>(parameters);
    properties.putIfAbsent(APPLICATION_NAME, "interlock");
    boolean here = hosts.stream().allMatch(Host::isThisMachine);
    if (!here || parameters.containsKey(ROOT_CERTIFICATE)) {
      properties.putIfAbsent(TLS_MODE, VERIFY_FULL);
    }
    if (VERIFYING.contains(properties.getOrDefault(TLS_MODE, ""))
        && !parameters.containsKey(ROOT_CERTIFICATE)) {
      // Without it the driver looks for a file in the home directory, and Lambda has none.
      properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    return properties;
  }

  /// The URL without credentials: reading it gives the same.
  @Override
  public String toString() {
    String query =
        parameters.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return "postgresql://" + place() + (query.isEmpty() ? "" : "?" + query);
  }

  private String place() {
    return hosts.stream().map(Host::toString).collect(Collectors.joining(","))
        + "/"
        + encoded(database);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
