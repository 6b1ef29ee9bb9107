package dev.interlock.soak.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.interlock.soak.Fault;
import dev.interlock.soak.FaultEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the faults of a soak line by line, so that they need not fit into memory.
final class FaultLines {
  private static final JsonMapper JSON = new JsonMapper();

  private FaultLines() {}

  /// Passes on each fault, in the order of the file.
  static void read(Path file, Consumer<FaultEvent> each) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          each.accept(fault(JSON.readTree(line)));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
          throw new IOException(file.getFileName() + ", line " + number + ": not as written", e);
        }
      }
    }
  }

  private static FaultEvent fault(JsonNode line) {
    String name = required(line, "fault").asText();
    return new FaultEvent(
        Fault.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')),
        time(line, "at"),
        Duration.ofMillis(required(line, "lastedMillis").asLong()),
        text(line, "key"),
        required(line, "target").asText());
  }

  private static JsonNode required(JsonNode line, String member) {
    JsonNode value = line.get(member);
    if (value == null) {
      throw new IllegalArgumentException("no " + member);
    }
    return value;
  }

  private static Instant time(JsonNode line, String member) {
    return Instant.parse(required(line, member).asText());
  }

  private static Optional<String> text(JsonNode line, String member) {
    return Optional.ofNullable(line.get(member)).map(JsonNode::asText);
  }
}
