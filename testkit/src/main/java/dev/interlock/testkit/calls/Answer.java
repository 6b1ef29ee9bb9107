package dev.interlock.testkit.calls;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.interlock.api.ApiResponse;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A function's answer: status, headers and body as API Gateway would pass them on.
public record Answer(int status, Map<String, String> headers, String bodyText) {

  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(15);
  private static final JsonFactory FACTORY = new JsonFactory();

  /// Invokes a handler with an event, as Lambda would.
  public static Answer of(RequestStreamHandler handler, String event) {
    return of(handler, event, FUNCTION_TIMEOUT);
  }

  /// Invokes a handler with this much time left.
  public static Answer of(RequestStreamHandler handler, String event, Duration remaining) {
    return of(handler, event.getBytes(StandardCharsets.UTF_8), remaining);
  }

  /// Invokes a handler with bytes that may not be an event.
  public static Answer of(RequestStreamHandler handler, byte[] event) {
    return of(handler, event, FUNCTION_TIMEOUT);
  }

  private static Answer of(RequestStreamHandler handler, byte[] event, Duration remaining) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      handler.handleRequest(new ByteArrayInputStream(event), output, new TestContext(remaining));
      if (output.size() > ApiResponse.BYTES_MAX) {
        throw new AssertionError("Lambda rejects an answer of " + output.size() + " bytes");
      }
      return read(text(output.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Strictly: an answer that is not UTF-8 never reaches a caller.
  private static String text(byte[] output) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(output)).toString();
  }

  // Not with Json.object, which rejects texts as long as an answer's body may be.
  private static Answer read(String response) throws IOException {
    int status = 0;
    String body = "";
    Map<String, String> headers = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(response)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "statusCode" -> status = parser.getIntValue();
          case "body" -> body = parser.getText();
          case "headers" -> {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
              headers.put(parser.currentName(), parser.nextTextValue());
            }
          }
          case "isBase64Encoded" -> {
            if (parser.getBooleanValue()) {
              throw new AssertionError("all bodies are text: " + response);
            }
          }
          default -> throw new AssertionError("API Gateway knows no " + name + ": " + response);
        }
      }
    }
    return new Answer(status, headers, body);
  }

  /// The body as JSON.
  public Json.Obj body() {
    try {
      return Json.object(bodyText);
    } catch (MalformedJsonException e) {
      throw new AssertionError(bodyText, e);
    }
  }

  /// The items of an array that is a member of an object.
  public static List<Json> items(Json.Obj object, String member) {
    return ((Json.Arr) object.member(member).orElseThrow()).items();
  }

  /// The problem's type without `urn:interlock:`; `ok` for a success.
  public String problem() {
    return status < 400 ? "ok" : body().text("type").replaceFirst("^urn:interlock:", "");
  }

  /// Whether it is marked as a replay.
  public boolean isReplayed() {
    return "true".equals(headers.get("Idempotency-Replayed"));
  }
}
