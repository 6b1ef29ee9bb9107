package dev.interlock.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the parts of an API Gateway event that a request needs, in one pass, without building a
/// tree.
///
/// API Gateway writes only well-formed events. A malformed one therefore has no verified caller,
/// and is answered with a 401 like an event without one.
final class EventReader {

  private static final List<String> SUBJECT_PATH =
      List.of("requestContext", "authorizer", "jwt", "claims", "sub");

  // With a duplicate member the authorizer could see one caller, and we another.
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private String routeKey = "";
  private @Nullable String subject;
  private String body = "";
  private boolean base64;
  private Map<String, String> headers = Map.of();
  private Map<String, String> pathParameters = Map.of();
  private Map<String, String> queryParameters = Map.of();

  private EventReader() {}

  static ApiRequest read(InputStream event) {
    EventReader reader = new EventReader();
    try (JsonParser parser = FACTORY.createParser(event)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new RefusedException(Problem.unauthenticated());
      }
      reader.readMembers(parser);
      if (parser.nextToken() != null) {
        throw new RefusedException(Problem.unauthenticated());
      }
    } catch (IOException e) {
      throw new RefusedException(Problem.unauthenticated());
    }
    return reader.request();
  }

  private void readMembers(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "routeKey" -> routeKey = Objects.requireNonNullElse(text(parser, value), "");
        case "body" -> body = Objects.requireNonNullElse(text(parser, value), "");
        case "isBase64Encoded" -> {
          base64 = value == JsonToken.VALUE_TRUE;
          parser.skipChildren();
        }
        case "headers" -> headers = lowerCaseNames(parser, value);
        case "pathParameters" -> pathParameters = texts(parser, value, new HashMap<>());
        case "queryStringParameters" -> queryParameters = texts(parser, value, new HashMap<>());
        case "requestContext" -> readSubject(parser, value, 1);
        default -> parser.skipChildren();
      }
    }
  }

  // Follows the path to the subject and skips everything else.
  private void readSubject(JsonParser parser, JsonToken value, int depth) throws IOException {
    if (depth == SUBJECT_PATH.size()) {
      subject = text(parser, value);
      return;
    }
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean onPath = parser.currentName().equals(SUBJECT_PATH.get(depth));
      JsonToken child = parser.nextToken();
      if (onPath) {
        readSubject(parser, child, depth + 1);
      } else {
        parser.skipChildren();
      }
    }
  }

  private ApiRequest request() {
    if (subject == null) {
      throw new RefusedException(Problem.unauthenticated());
    }
    return new ApiRequest(
        routeKey,
        new Caller(subject),
        new ApiRequest.Parameters(headers, pathParameters, queryParameters),
        Body.of(body, base64));
  }

  // Names that differ only in case are the same header, sent twice.
  private static Map<String, String> lowerCaseNames(JsonParser parser, JsonToken value)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    texts(parser, value, new HashMap<>())
        .forEach((name, text) ->
            headers.merge(name.toLowerCase(Locale.ROOT), text, (a, b) -> a + "," + b));
    return headers;
  }

  private static Map<String, String> texts(
      JsonParser parser, JsonToken value, Map<String, String> into) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return into;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String member = text(parser, parser.nextToken());
      if (member != null) {
        into.put(name, member);
      }
    }
    return into;
  }

  private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return null;
  }
}
