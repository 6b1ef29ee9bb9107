package dev.interlock.emulator.gateway;

import dev.interlock.emulator.template.Template;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What [CORS](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html)
/// adds to an HTTP API: it answers preflights by itself, and puts headers on the functions'
/// answers.
record CrossOrigin(Template.Cors cors) {

  /// The answer to an OPTIONS request that has no route. It carries CORS headers only if the origin
  /// may send the request that it announces.
  ProxyResponse preflight(ProxyRequest request) {
    String method = request.joined("access-control-request-method");
    Optional<String> origin = allowedOrigin(request);
    if (origin.isEmpty() || !cors.methods().contains(method) || !allowsHeaders(request)) {
      return ProxyResponse.NO_CONTENT;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("access-control-allow-origin", origin.get());
    headers.put("access-control-allow-methods", String.join(",", cors.methods()));
    headers.put("access-control-allow-headers", String.join(",", cors.headers()));
    headers.put("access-control-max-age", cors.maxAgeSeconds());
    return ProxyResponse.NO_CONTENT.with(headers);
  }

  /// A function's answer, with the configured CORS headers instead of its own.
  ProxyResponse answer(ProxyRequest request, ProxyResponse response) {
    ProxyResponse stripped = response.withoutHeaders("access-control-");
    return allowedOrigin(request)
        .map(origin -> {
          Map<String, String> headers = new LinkedHashMap<>();
          headers.put("access-control-allow-origin", origin);
          headers.put("access-control-expose-headers", String.join(",", cors.exposedHeaders()));
          return stripped.with(headers);
        })
        .orElse(stripped);
  }

  /// The value of the header for the request's origin. A configured `*` allows every origin, and
  /// `https://*` every origin with that prefix.
  private Optional<String> allowedOrigin(ProxyRequest request) {
    String origin = request.joined("origin");
    if (origin.isEmpty()) {
      return Optional.empty();
    }
    return cors.origins().stream()
        .filter(allowed ->
            allowed.endsWith("*")
                ? origin.startsWith(allowed.substring(0, allowed.length() - 1))
                : origin.equals(allowed))
        .findFirst()
        .map(allowed -> allowed.equals("*") ? "*" : origin);
  }

  private boolean allowsHeaders(ProxyRequest request) {
    List<String> allowed =
        cors.headers().stream().map(header -> header.toLowerCase(Locale.ROOT)).toList();
    return allowed.contains("*")
        || Arrays.stream(request.joined("access-control-request-headers").split(",", -1))
            .map(header -> header.strip().toLowerCase(Locale.ROOT))
            .allMatch(header -> header.isEmpty() || allowed.contains(header));
  }
}
