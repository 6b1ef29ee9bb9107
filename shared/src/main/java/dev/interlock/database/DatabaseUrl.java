package dev.interlock.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The address of a database, read from `postgresql://host:port/database?parameter=value` or its
/// `jdbc:` form.
///
/// Only known parameters are supported; any other is rejected by name. The driver gets [#jdbcUrl]
/// and [#properties], never the text, in which a parameter could override the host or session
/// settings.
///
/// @param hosts one, or a primary and its standby
/// @param user for commands that accept credentials in a URL
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
  private static final Set<String> TARGETS = Set.of("any", "primary");

  /// They share the time to connect, one second each.
  private static final int HOSTS_MAX = 2;

  /// A server's name or address, IPv6 in brackets, and its port.
  public record Host(String name, int port) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /// Whether the host is this machine, so that TLS is optional. Only the three usual spellings
    /// count.
    public boolean isThisMachine() {
      return THIS_MACHINE.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
      return name + ":" + port;
    }
  }

  /// Rejects parts that do not fit together.
  public DatabaseUrl {
    hosts = List.copyOf(hosts);
    parameters = Map.copyOf(parameters);
    checkHosts(hosts, parameters);
    TlsRules.check(hosts, parameters);
  }

  /// Reads a URL.
  ///
  /// @throws IllegalArgumentException when any part is not understood; the message is a predicate
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
          "names several hosts and must say which one to use: targetServerType=primary for a"
              + " primary and its standby, targetServerType=any for nodes that all accept writes");
    }
  }

  /// The same URL with another parameter, or another value of one.
  DatabaseUrl with(String parameter, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(parameter, value);
    return new DatabaseUrl(hosts, database, user, password, more);
  }

  /// The schema of the tables, or a search path that begins with it.
  public Optional<String> schema() {
    return Optional.ofNullable(parameters.get(SCHEMA));
  }

  /// Whether the driver has to find out which server is the primary.
  boolean hasTarget() {
    return parameters.containsKey(TARGET);
  }

  /// The URL for the driver: hosts and database name only.
  public String jdbcUrl() {
    return "jdbc:postgresql://" + place();
  }

  /// The driver's properties that go with [#jdbcUrl], without credentials.
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>(parameters);
    properties.putIfAbsent(APPLICATION_NAME, "interlock");
    TlsRules.complete(properties, hosts);
    return properties;
  }

  /// The URL without credentials; parsing it gives an equal one.
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
