package dev.interlock.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/// Writes a JSON object out again and reads that: what was read strictly must come back equal.
final class SecondReading {

  private static final JsonFactory FACTORY = new JsonFactory();

  private SecondReading() {}

  static Json.Obj of(Json.Obj object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator, object);
    } catch (IOException e) {
      throw new AssertionError(object.toString(), e);
    }
    try {
      return Json.object(text.toString());
    } catch (MalformedJsonException e) {
      throw new AssertionError(text.toString(), e);
    }
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
      case Json.Arr(var items) -> {
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
