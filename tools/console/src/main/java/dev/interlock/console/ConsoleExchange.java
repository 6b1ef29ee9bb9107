package dev.interlock.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One request to the console, and its answer.
record ConsoleExchange(HttpExchange http) {
  private static final int BODY_BYTES_MAX = 64 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin");

  String method() {
    return http.getRequestMethod();
  }

  String path() {
    return http.getRequestURI().getRawPath();
  }

  /// The decoded parameters of the query; the last one of a name counts.
  Map<String, String> query() throws RefusedCommand {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = http.getRequestURI().getRawQuery();
    for (String member : query == null ? List.<String>of() : List.of(query.split("&", -1))) {
      String[] both = member.split("=", 2);
      try {
        parameters.put(both[0], both.length < 2 ? "" : URLDecoder.decode(both[1], UTF_8));
      } catch (IllegalArgumentException malformed) {
        throw RefusedCommand.malformed("The query is not encoded correctly.");
      }
    }
    return parameters;
  }

  /// The body, a JSON object.
  ObjectNode command() throws IOException, RefusedCommand {
    List<String> type = http.getRequestHeaders().getOrDefault("Content-Type", List.of());
    if (!type.equals(List.of("application/json"))) {
      throw new RefusedCommand(
          415, "Unsupported media type", "A command's Content-Type is application/json.");
    }
    byte[] body = http.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      throw new RefusedCommand(413, "Body too large", "A command has at most 64 KiB.");
    }
    try {
      JsonNode command = JSON.readTree(body);
      if (command instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException malformed) {
      // The same answer as for JSON of another type.
    }
    throw RefusedCommand.malformed("A command is one JSON object.");
  }

  void send(int status, String mediaType, byte[] body) throws IOException {
    setHeaders(mediaType);
    http.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    http.getResponseBody().write(body);
  }

  void send(ObjectNode body) throws IOException {
    send(200, "application/json", body.toString().getBytes(UTF_8));
  }

  void refuse(RefusedCommand refused) throws IOException {
    ObjectNode problem = JsonNodeFactory.instance.objectNode();
    problem.put("type", "about:blank").put("title", refused.title).put("status", refused.status);
    problem.put("detail", refused.getMessage());
    send(refused.status, "application/problem+json", problem.toString().getBytes(UTF_8));
  }

  /// Begins an answer of unknown length.
  OutputStream stream(String mediaType) throws IOException {
    setHeaders(mediaType);
    http.sendResponseHeaders(200, 0);
    return http.getResponseBody();
  }

  private void setHeaders(String mediaType) {
    HEADERS.forEach(http.getResponseHeaders()::set);
    http.getResponseHeaders().set("Content-Type", mediaType);
  }
}
