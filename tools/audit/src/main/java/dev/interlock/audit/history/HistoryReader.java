package dev.interlock.audit.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.interlock.api.Timestamps;
import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.WriteOperation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a history file line by line and rejects a malformed line with its number: an audit that
/// skipped or guessed anything would prove nothing.
public final class HistoryReader implements AutoCloseable {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);
  private static final Set<String> MEMBERS =
      Set.of(
          "operation",
          "caller",
          "key",
          "ifMatch",
          "request",
          "sentAt",
          "answeredAt",
          "status",
          "replayed",
          "etag",
          "body");

  private final Path file;
  private final BufferedReader in;
  private long line;

  private HistoryReader(Path file, BufferedReader in) {
    this.file = file;
    this.in = in;
  }

  /// Opens the file.
  ///
  /// @throws UnusableHistoryException when it does not exist
  public static HistoryReader of(Path file) throws IOException {
    try {
      return new HistoryReader(file, Files.newBufferedReader(file));
    } catch (NoSuchFileException absent) {
      throw new UnusableHistoryException(file + ": there is no such file", absent);
    }
  }

  /// The next exchange; empty at the end of the file.
  public Optional<Exchange> next() throws IOException {
    line++;
    String text;
    try {
      text = in.readLine();
    } catch (CharacterCodingException notText) {
      throw refused("is not UTF-8", notText);
    }
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(exchange(JSON.readTree(text)));
    } catch (JsonProcessingException notJson) {
      throw refused("is not a JSON object: " + notJson.getOriginalMessage(), notJson);
    }
  }

  /// The number of the line that was read last, from 1.
  public long line() {
    return line;
  }

  private Exchange exchange(JsonNode members) {
    if (!members.isObject()) {
      throw refused("is not a JSON object", null);
    }
    for (Iterator<String> names = members.fieldNames(); names.hasNext(); ) {
      String member = names.next();
      if (!MEMBERS.contains(member)) {
        throw refused("has an unknown member: " + member, null);
      }
    }
    String name = text(members, "operation");
    Operation operation =
        Operations.named(name)
            .orElseThrow(() ->
                refused(
                    "has an unknown operation: "
                        + name
                        + " (a history has only Interlock's own: leave out the others)",
                    null));
    Optional<String> key = optionalText(members, "key");
    if (key.isPresent() != operation instanceof WriteOperation) {
      throw refused(key.isPresent() ? "is a read with a key" : "is a write without a key", null);
    }
    return new Exchange(
        operation,
        text(members, "caller"),
        key,
        optionalText(members, "ifMatch"),
        text(members, "request"),
        time(members, "sentAt"),
        answer(members));
  }

  private Optional<Exchange.Answer> answer(JsonNode members) {
    if (!members.has("answeredAt")) {
      for (String name : Set.of("status", "replayed", "etag", "body")) {
        if (members.has(name)) {
          throw refused("has " + name + " without answeredAt", null);
        }
      }
      return Optional.empty();
    }
    JsonNode status = members.path("status");
    if (!status.isInt()) {
      throw refused("needs an integer: status", null);
    }
    JsonNode replayed = members.path("replayed");
    if (!replayed.isBoolean()) {
      throw refused("needs true or false: replayed", null);
    }
    return Optional.of(
        new Exchange.Answer(
            time(members, "answeredAt"),
            status.intValue(),
            replayed.booleanValue(),
            optionalText(members, "etag"),
            text(members, "body")));
  }

  private Instant time(JsonNode members, String name) {
    return Timestamps.instantOf(text(members, name))
        .orElseThrow(() -> refused("needs YYYY-MM-DDTHH:MM:SS.ssssssZ: " + name, null));
  }

  private Optional<String> optionalText(JsonNode members, String name) {
    return members.has(name) ? Optional.of(text(members, name)) : Optional.empty();
  }

  private String text(JsonNode members, String name) {
    JsonNode value = members.path(name);
    if (!value.isTextual()) {
      throw refused("needs a text: " + name, null);
    }
    return value.textValue();
  }

  private UnusableHistoryException refused(String why, @Nullable Exception cause) {
    // A parser's message may have several lines; ours has one.
    String plain = why.replaceAll("\\s+", " ");
    String message = file + ": line " + line + " " + plain;
    return cause == null
        ? new UnusableHistoryException(message)
        : new UnusableHistoryException(message, cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
