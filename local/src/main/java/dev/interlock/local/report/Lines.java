package dev.interlock.local.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.interlock.local.history.Exchange;
import dev.interlock.local.soak.Fault;
import dev.interlock.local.soak.FaultEvent;
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
import java.util.function.Function;

/// Reads what a soak has written, line by line: a history need not fit into memory.
final class Lines {
  private static final JsonMapper JSON = new JsonMapper();

  private Lines() {}

  static void exchanges(Path file, Consumer<Exchange> each) throws IOException {
    read(file, Lines::exchange, each);
  }

  static void faults(Path file, Consumer<FaultEvent> each) throws IOException {
    read(file, Lines::fault, each);
  }

  private static <T> void read(Path file, Function<JsonNode, T> form, Consumer<T> each)
      throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          each.accept(form.apply(JSON.readTree(line)));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
          throw new IOException(file.getFileName() + ", line " + number + ": not as written", e);
        }
      }
    }
  }

  private static Exchange exchange(JsonNode line) {
    return new Exchange(
        required(line, "operation").asText(),
        required(line, "caller").asText(),
        text(line, "key"),
        text(line, "ifMatch"),
        required(line, "request").asText(),
        time(line, "sentAt"),
        line.has("answeredAt") ? Optional.of(answer(line)) : Optional.empty());
  }

  private static Exchange.Answer answer(JsonNode line) {
    return new Exchange.Answer(
        time(line, "answeredAt"),
        required(line, "status").asInt(),
        required(line, "replayed").asBoolean(),
        text(line, "etag"),
        required(line, "body").asText());
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
