package dev.interlock.emulator.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The ids that the database generated during a replay, in place of their placeholders.
final class GeneratedIds {
  private final Map<String, String> events;
  private final Map<String, String> ids = new HashMap<>();

  /// @param events the event whose answer has the id of each placeholder
  GeneratedIds(Map<String, String> events) {
    this.events = events;
  }

  /// Notes the id in the answer to an event.
  void received(String event, ReceivedAnswer answer) throws IOException {
    for (Map.Entry<String, String> placeholder : events.entrySet()) {
      if (placeholder.getValue().equals(event)) {
        String id = StrictJson.object(answer.body()).path("id").asText();
        if (id.isEmpty()) {
          throw new IOException("has no id");
        }
        ids.put(placeholder.getKey(), id);
      }
    }
  }

  /// An event with these ids; one that names none is sent byte for byte.
  byte[] in(byte[] event) {
    return ids.isEmpty() ? event : in(new String(event, UTF_8)).getBytes(UTF_8);
  }

  ExpectedAnswer in(ExpectedAnswer expected) throws IOException {
    byte[] body = in(expected.body().toString()).getBytes(UTF_8);
    return ids.isEmpty() ? expected : expected.with(StrictJson.object(body));
  }

  // A placeholder in capitals stands for the id in capitals.
  private String in(String text) {
    String filled = text;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      filled =
          filled
              .replace(id.getKey(), id.getValue())
              .replace(
                  id.getKey().toUpperCase(Locale.ROOT), id.getValue().toUpperCase(Locale.ROOT));
    }
    return filled;
  }
}
