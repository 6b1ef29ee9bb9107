package dev.interlock.emulator.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request as it came over the wire, read whole.
///
/// @param headers lower-cased names, each with its values in the order they came
/// @param rawQuery empty when there is none
/// @param body empty when it passes the limit, since it then goes nowhere
record ProxyRequest(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    Optional<byte[]> body,
    String sourceIp,
    String protocol) {

  /// What API Gateway takes: 10 MB.
  static final int BODY_BYTES_MAX = 10 * 1024 * 1024;

  /// What is read at most, so that a caller who sends too much can still read the answer.
  private static final long DRAIN_BYTES_MAX = 64L * 1024 * 1024;

  static ProxyRequest of(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    String query = exchange.getRequestURI().getRawQuery();
    byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    boolean fits = body.length <= BODY_BYTES_MAX;
    if (!fits) {
      byte[] buffer = new byte[1 << 16];
      long drained = body.length;
      for (int read = 0; read >= 0 && drained < DRAIN_BYTES_MAX; drained += read) {
        read = exchange.getRequestBody().read(buffer);
      }
    }
    return new ProxyRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        headers,
        fits ? Optional.of(body) : Optional.empty(),
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        exchange.getProtocol());
  }

  List<String> values(String header) {
    return headers.getOrDefault(header, List.of());
  }

  /// A header's values as an event carries them.
  String joined(String header) {
    return String.join(",", values(header));
  }

  /// Decoded, those of one name joined by commas.
  Map<String, String> queryParameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String member : rawQuery.split("&", -1)) {
      if (!member.isEmpty()) {
        String[] both = member.split("=", 2);
        String value = both.length < 2 ? "" : decoded(both[1]);
        parameters.merge(decoded(both[0]), value, (first, next) -> first + "," + next);
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException literal) {
      return text;
    }
  }
}
