package dev.interlock.testkit.fuzzing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.interlock.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/// Writes JSON values as text, with numbers as they were read.
public final class JsonSpelling {

  // An unpaired surrogate can only be written as an escape.
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonSpelling() {}

  /// The text of a value.
  public static String of(Json value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator, value);
    } catch (IOException e) {
      throw new AssertionError(value.toString(), e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, Json value) throws IOException {
    switch (value) {
      case Json.Obj(Map<String, Json> members) -> {
        generator.writeStartObject();
        for (Map.Entry<String, Json> member : members.entrySet()) {
          generator.writeFieldName(member.getKey());
          write(generator, member.getValue());
        }
        generator.writeEndObject();
      }
      case Json.Arr(List<Json> items) -> {
        generator.writeStartArray();
        for (Json item : items) {
          write(generator, item);
        }
        generator.writeEndArray();
      }
      case Json.Text(String text) -> generator.writeString(text);
      case Json.Num(String literal) -> generator.writeNumber(literal);
      case Json.Bool(boolean flag) -> generator.writeBoolean(flag);
      case Json.Null() -> generator.writeNull();
    }
  }
}
