package dev.interlock.emulator.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The response to the caller: a function's answer as API Gateway interprets it, or one that API
/// Gateway gives itself.
final class ProxyResponse {
  static final ProxyResponse UNAUTHORIZED =
      own(401, "Unauthorized", Map.of("www-authenticate", "Bearer"));
  static final ProxyResponse FORBIDDEN = own(403, "Forbidden", Map.of());
  static final ProxyResponse NOT_FOUND = own(404, "Not Found", Map.of());
  static final ProxyResponse TOO_LARGE = own(413, "Request Entity Too Large", Map.of());
  static final ProxyResponse INTERNAL_ERROR = own(500, "Internal Server Error", Map.of());
  static final ProxyResponse UNAVAILABLE = own(503, "Service Unavailable", Map.of());

  static final ProxyResponse NO_CONTENT = new ProxyResponse(204, Map.of(), List.of(), new byte[0]);

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// Headers that belong to the connection. A function cannot set them.
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding");

  final int status;

  /// By their lower-case names.
  final Map<String, String> headers;

  final List<String> cookies;
  final byte[] body;

  private ProxyResponse(
      int status, Map<String, String> headers, List<String> cookies, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.cookies = cookies;
    this.body = body;
  }

  /// The same response with these headers.
  ProxyResponse with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new ProxyResponse(status, all, cookies, body);
  }

  /// The same response without the headers whose names have this prefix.
  ProxyResponse withoutHeaders(String prefix) {
    Map<String, String> others = new LinkedHashMap<>(headers);
    others.keySet().removeIf(name -> name.startsWith(prefix));
    return new ProxyResponse(status, others, cookies, body);
  }

  private static ProxyResponse own(int status, String message, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("content-type", "application/json");
    byte[] body = ("{\"message\":\"" + message + "\"}").getBytes(UTF_8);
    return new ProxyResponse(status, headers, List.of(), body);
  }

  static ProxyResponse json(String text) {
    return new ProxyResponse(
        200, Map.of("content-type", "application/json"), List.of(), text.getBytes(UTF_8));
  }

  /// Reads a function's answer. Empty if API Gateway could not use it.
  static Optional<ProxyResponse> of(byte[] answer) {
    try {
      JsonNode root = JSON.readTree(answer);
      if (root.isMissingNode()) {
        return Optional.empty();
      }
      return root.has("statusCode") ? structured(root) : Optional.of(inferred(root));
    } catch (IOException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// JSON without a status is the body of a 200. A string becomes the body without its quotes.
  private static ProxyResponse inferred(JsonNode root) {
    return json(root.isTextual() ? root.textValue() : root.toString());
  }

  private static Optional<ProxyResponse> structured(JsonNode root) {
    JsonNode status = root.get("statusCode");
    JsonNode body = root.path("body");
    boolean usable =
        status.isInt()
            && status.intValue() >= 200
            && status.intValue() <= 599
            && (body.isTextual() || body.isMissingNode() || body.isNull())
            && isObjectOrAbsent(root.path("headers"))
            && (root.path("cookies").isArray() || isAbsent(root.path("cookies")));
    if (!usable) {
      return Optional.empty();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "text/plain;charset=UTF-8");
    for (Map.Entry<String, JsonNode> header : root.path("headers").properties()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!OF_THE_CONNECTION.contains(name)) {
        headers.put(name, scalar(header.getValue()));
      }
    }
    List<String> cookies = new ArrayList<>();
    root.path("cookies").forEach(cookie -> cookies.add(scalar(cookie)));
    String text = body.isTextual() ? body.textValue() : "";
    boolean encoded = root.path("isBase64Encoded").asBoolean(false);
    byte[] bytes = encoded ? Base64.getDecoder().decode(text) : text.getBytes(UTF_8);
    return Optional.of(new ProxyResponse(status.intValue(), headers, cookies, bytes));
  }

  private static boolean isObjectOrAbsent(JsonNode node) {
    return node.isObject() || isAbsent(node);
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static String scalar(JsonNode node) {
    if (!node.isValueNode() || node.asText().contains("\n") || node.asText().contains("\r")) {
      throw new IllegalArgumentException("not a header's value: " + node);
    }
    return node.asText();
  }
}
