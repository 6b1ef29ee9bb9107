package dev.interlock.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Parses a [DatabaseUrl]. Errors quote only names of parameters: if a password contains a
/// character that should have been encoded, parts of it may be anywhere in the text.
final class UrlReader {

  private static final int PORT_DEFAULT = 5432;
  private static final int PORT_MAX = 65_535;

  private static final Pattern SCHEME = Pattern.compile("^(jdbc:)?postgres(ql)?://");
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*)");
  private static final Pattern IPV6_ADDRESS = Pattern.compile("\\[[0-9A-Fa-f:.]+]");
  private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z_.-]{1,40}");
  private static final char UNDECODABLE = '\uFFFD';

  private static final String USER = "user";
  private static final String PASSWORD = "password";

  /// The parameters that a URL may set, with the driver's names.
  private static final Map<String, String> PARAMETERS =
      Map.of(
          USER,
          USER,
          PASSWORD,
          PASSWORD,
          DatabaseUrl.SCHEMA,
          DatabaseUrl.SCHEMA,
          DatabaseUrl.TARGET,
          DatabaseUrl.TARGET,
          TlsRules.MODE,
          TlsRules.MODE,
          TlsRules.ROOT_CERTIFICATE,
          TlsRules.ROOT_CERTIFICATE,
          DatabaseUrl.APPLICATION_NAME,
          DatabaseUrl.APPLICATION_NAME,
          "application_name",
          DatabaseUrl.APPLICATION_NAME);

  private final String text;
  private final Map<String, String> read = new HashMap<>();

  UrlReader(String text) {
    this.text = text;
  }

  DatabaseUrl read() {
    String rest = SCHEME.matcher(text).replaceFirst("");
    if (rest.equals(text)) {
      throw refused("must be postgresql://host:port/database or its jdbc: form");
    }
    if (rest.indexOf('#') >= 0 || rest.chars().anyMatch(c -> c <= ' ')) {
      throw refused("must percent-encode spaces and #");
    }
    int query = rest.indexOf('?');
    String place = query < 0 ? rest : rest.substring(0, query);
    int slash = place.indexOf('/');
    if (slash < 0 || slash == place.length() - 1) {
      throw refused("has no database name");
    }
    if (place.indexOf('/', slash + 1) >= 0) {
      throw refused("must percent-encode a / in a name");
    }
    List<DatabaseUrl.Host> hosts = hosts(place.substring(0, slash));
    String database = decoded(place.substring(slash + 1));
    // Last, because errors quote unknown names, which until here may be part of a password.
    if (query >= 0) {
      readParameters(rest.substring(query + 1));
    }
    Optional<String> user = Optional.ofNullable(read.remove(USER));
    Optional<String> password = Optional.ofNullable(read.remove(PASSWORD));
    return new DatabaseUrl(hosts, database, user, password, read);
  }

  private void readParameters(String query) {
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
      String known = PARAMETERS.get(name);
      if (known == null) {
        throw refused("must not set " + nameable(name) + ": " + supported());
      }
      if (equals < 0 || equals == parameter.length() - 1) {
        throw refused("has no value for " + name);
      }
      put(known, decoded(parameter.substring(equals + 1)));
    }
  }

  private static String nameable(String name) {
    return PARAMETER_NAME.matcher(name).matches() ? name : "a parameter of that name";
  }

  private static String supported() {
    return "it may set currentSchema, targetServerType, sslmode, sslrootcert and ApplicationName";
  }

  private void put(String parameter, String value) {
    if (read.putIfAbsent(parameter, value) != null) {
      throw refused("sets " + parameter + " more than once");
    }
  }

  private List<DatabaseUrl.Host> hosts(String authority) {
    String servers = authority;
    int at = authority.indexOf('@');
    if (at >= 0) {
      readUser(authority.substring(0, at));
      servers = authority.substring(at + 1);
    }
    List<DatabaseUrl.Host> hosts = new ArrayList<>();
    for (String server : servers.split(",", -1)) {
      hosts.add(host(server));
    }
    return hosts;
  }

  private void readUser(String userInfo) {
    int colon = userInfo.indexOf(':');
    put(USER, decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)));
    if (colon >= 0) {
      put(PASSWORD, decoded(userInfo.substring(colon + 1)));
    }
  }

  private static DatabaseUrl.Host host(String server) {
    int colon = server.indexOf(':', server.indexOf(']') + 1);
    String name = colon < 0 ? server : server.substring(0, colon);
    if (name.isEmpty()) {
      throw refused("has no host");
    }
    if (!HOST_NAME.matcher(name).matches() && !IPV6_ADDRESS.matcher(name).matches()) {
      throw refused("must have a host name or address, with IPv6 addresses in brackets");
    }
    return new DatabaseUrl.Host(name, colon < 0 ? PORT_DEFAULT : port(server.substring(colon + 1)));
  }

  private static int port(String digits) {
    if (!digits.matches("[0-9]{1,5}")
        || Integer.parseInt(digits) < 1
        || Integer.parseInt(digits) > PORT_MAX) {
      throw refused("must have a port from 1 to " + PORT_MAX);
    }
    return Integer.parseInt(digits);
  }

  private static String decoded(String encoded) {
    String text;
    try {
      // In such a URL a plus is literal.
      text = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw refused("must have two hexadecimal digits after every %");
    }
    // In the startup packet a NUL ends a value, and the rest would become a setting.
    if (text.chars().anyMatch(c -> Character.isISOControl(c) || c == UNDECODABLE)) {
      throw refused("must be UTF-8 without control characters");
    }
    return text;
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(why);
  }
}
