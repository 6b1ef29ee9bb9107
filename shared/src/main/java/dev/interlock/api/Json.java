package dev.interlock.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON text read strictly: what two readers could understand differently is refused, and numbers
/// stay the text they were, so that nothing is rounded before it is checked.
public sealed interface Json {

  /// Members in the order of the text; their names are unique.
  record Obj(Map<String, Json> members) implements Json {

    Optional<Json> member(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /// The text of a member that is known to be there: for what this project's own statements
    /// wrote.
    public String text(String name) {
      if (members.get(name) instanceof Text(String value)) {
        return value;
      }
      throw new IllegalStateException("no text member " + name);
    }

    /// Whether a member is there.
    public boolean has(String name) {
      return members.containsKey(name);
    }

    /// The object in a member that is known to be there.
    public Obj object(String name) {
      if (members.get(name) instanceof Obj object) {
        return object;
      }
      throw new IllegalStateException("no object member " + name);
    }

    /// The integer of a member that is known to be there.
    public long integer(String name) {
      if (members.get(name) instanceof Num(String literal)) {
        return Long.parseLong(literal);
      }
      throw new IllegalStateException("no integer member " + name);
    }
  }

  record Arr(List<Json> items) implements Json {}

  record Text(String value) implements Json {}

  /// `literal` is what stood in the text: `1`, `1.0` and `1e2` are three different things here.
  record Num(String literal) implements Json {}

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  /// Reads a text that must be one JSON object and nothing else, nested 8 deep at most.
  ///
  /// @throws MalformedJsonException for anything else
  static Obj object(String text) throws MalformedJsonException {
    if (text.startsWith("\uFEFF")) {
      throw new MalformedJsonException("starts with a byte-order mark");
    }
    try (JsonParser parser = Reading.STRICT.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new MalformedJsonException("is empty");
      }
      Json value = Reading.value(parser, first);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("goes on after its first JSON value");
      }
      if (value instanceof Obj object) {
        return object;
      }
      throw new MalformedJsonException("is not a JSON object");
    } catch (IOException e) {
      throw new MalformedJsonException("is not well-formed JSON, or nested over 8 deep", e);
    }
  }

  /// Says whether a text has a surrogate without its other half, which no UTF-8 can carry.
  static boolean hasUnpairedSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /// The recursion behind [Json#object]; its depth is bounded by the factory's constraints.
  final class Reading {

    private static final int BODY_BYTES_MAX = ApiRequest.BODY_BYTES_MAX;

    // Names come from outside: interning or caching them would let a caller grow our tables.
    private static final JsonFactory STRICT =
        new JsonFactoryBuilder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(BODY_BYTES_MAX)
                    .maxNameLength(BODY_BYTES_MAX)
                    .maxStringLength(BODY_BYTES_MAX)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private Reading() {}

    private static Json value(JsonParser parser, JsonToken token) throws IOException {
      return switch (token) {
        case START_OBJECT -> members(parser);
        case START_ARRAY -> items(parser);
        case VALUE_STRING -> new Text(parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getText());
        case VALUE_TRUE -> new Bool(true);
        case VALUE_FALSE -> new Bool(false);
        case VALUE_NULL -> new Null();
        case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
            throw new IOException("unexpected " + token);
      };
    }

    private static Obj members(JsonParser parser) throws IOException {
      Map<String, Json> members = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        members.put(name, value(parser, parser.nextToken()));
      }
      return new Obj(members);
    }

    private static Arr items(JsonParser parser) throws IOException {
      List<Json> items = new ArrayList<>();
      for (JsonToken token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        items.add(value(parser, token));
      }
      return new Arr(items);
    }
  }
}
