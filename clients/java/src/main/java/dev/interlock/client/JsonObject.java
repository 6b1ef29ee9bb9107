package dev.interlock.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A JSON object. A member has the type that its reader asks for, or reading it fails.
///
/// Members are `String`, `Boolean`, `Long`, `BigInteger` or `BigDecimal` (whichever holds the
/// number exactly), `JsonObject`, `List` of these, or null.
public final class JsonObject {
  // Escapes keep an unpaired surrogate as it is, for the API to reject; UTF-8 would replace it.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Map<String, @Nullable Object> members;

  private JsonObject(Map<String, @Nullable Object> members) {
    this.members = Collections.unmodifiableMap(members);
  }

  /// An object with these members; those that are null are left out.
  static JsonObject of(Map<String, @Nullable Object> members) {
    Map<String, @Nullable Object> present = new LinkedHashMap<>(members);
    present.values().removeIf(each -> each == null);
    return new JsonObject(present);
  }

  /// The object that a text consists of; empty if the text is anything else.
  public static Optional<JsonObject> parse(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      return parser.nextToken() == JsonToken.START_OBJECT
              && value(parser) instanceof JsonObject object
              && parser.nextToken() == null
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? parser.getBigIntegerValue()
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new JsonObject(members);
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return Collections.unmodifiableList(items);
  }

  /// All members, in their order.
  public Map<String, @Nullable Object> members() {
    return members;
  }

  public String text(String name) {
    return member(name, String.class);
  }

  public Optional<String> optionalText(String name) {
    return members.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
  }

  public long number(String name) {
    return member(name, Long.class);
  }

  public Optional<Long> optionalNumber(String name) {
    return members.containsKey(name) ? Optional.of(number(name)) : Optional.empty();
  }

  public UUID uuid(String name) {
    return UUID.fromString(text(name));
  }

  public Optional<UUID> optionalUuid(String name) {
    return optionalText(name).map(UUID::fromString);
  }

  public Instant instant(String name) {
    return Instant.parse(text(name));
  }

  public Optional<Instant> optionalInstant(String name) {
    return optionalText(name).map(Instant::parse);
  }

  /// The objects in an array.
  public List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object item : member(name, List.class)) {
      objects.add(JsonObject.class.cast(item));
    }
    return List.copyOf(objects);
  }

  private <T> T member(String name, Class<T> type) {
    Object value = members.get(name);
    if (!type.isInstance(value)) {
      throw new NoSuchElementException(
          "no member " + name + " of type " + type.getSimpleName() + " in " + this);
    }
    return type.cast(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject object && members.equals(object.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  /// The JSON text.
  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      write(generator, this);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value instanceof JsonObject object) {
      generator.writeStartObject();
      for (Map.Entry<String, @Nullable Object> member : object.members.entrySet()) {
        generator.writeFieldName(member.getKey());
        write(generator, member.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> items) {
      generator.writeStartArray();
      for (Object item : items) {
        write(generator, item);
      }
      generator.writeEndArray();
    } else if (value instanceof BigInteger number) {
      generator.writeNumber(number);
    } else {
      generator.writePOJO(value);
    }
  }
}
