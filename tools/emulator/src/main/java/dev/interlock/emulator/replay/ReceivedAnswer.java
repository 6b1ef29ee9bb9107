package dev.interlock.emulator.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a function answered: its result in payload format 2.0, decoded as API Gateway would.
record ReceivedAnswer(int status, SortedMap<String, String> headers, String body) {

  static ReceivedAnswer read(byte[] result) throws IOException {
    ObjectNode json = Json.object(result);
    Json.requireOnly(json, List.of("statusCode", "headers", "body", "isBase64Encoded", "cookies"));
    JsonNode status = json.path("statusCode");
    if (!status.isInt()) {
      throw new IOException("has no statusCode");
    }
    return new ReceivedAnswer(status.intValue(), headers(json.path("headers")), body(json));
  }

  private static SortedMap<String, String> headers(JsonNode json) throws IOException {
    SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (var header : json.properties()) {
      if (!header.getValue().isTextual()) {
        throw new IOException("has a header that is no string: " + header.getKey());
      }
      if (headers.put(header.getKey(), header.getValue().textValue()) != null) {
        throw new IOException("has a header twice: " + header.getKey());
      }
    }
    return headers;
  }

  private static String body(ObjectNode json) throws IOException {
    String body = json.path("body").asText("");
    if (!json.path("isBase64Encoded").asBoolean(false)) {
      return body;
    }
    try {
      return Json.text(Base64.getDecoder().decode(body));
    } catch (IllegalArgumentException e) {
      throw new IOException("has a body that is not base64", e);
    }
  }
}
