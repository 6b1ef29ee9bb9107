package dev.interlock.audit.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A seal in a file.
public final class SealFile {

  private static final int FORM = 1;
  private static final ObjectMapper JSON = new JsonMapper();

  private final Path path;

  private SealFile(Path path) {
    this.path = path;
  }

  /// The file at a path, or at the one that it links to.
  public static SealFile at(Path path) {
    try {
      return new SealFile(path.toRealPath());
    } catch (IOException absent) {
      return new SealFile(path.toAbsolutePath());
    }
  }

  /// The seal, or nothing if there is no file yet.
  ///
  /// @throws UnusableSealException when the file is not a seal, or its folder is not writable
  public Optional<Seal> read() {
    if (!Files.isWritable(folder())) {
      throw new UnusableSealException("no file can be written to " + folder());
    }
    try {
      return Optional.of(parse(Files.readString(path)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (JsonProcessingException | CharacterCodingException | IllegalArgumentException bad) {
      throw new UnusableSealException("this is not a seal, or it is damaged", bad);
    } catch (IOException failure) {
      throw new UnusableSealException("it cannot be read: " + failure.getMessage(), failure);
    }
  }

  /// Replaces the file, which is at every moment the old seal or the new one.
  public void write(Seal seal) throws IOException {
    Path draft = folder().resolve(".%s.%d".formatted(path.getFileName(), pid()));
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer text = ByteBuffer.wrap(text(seal));
        while (text.hasRemaining()) {
          channel.write(text);
        }
        channel.force(true);
      }
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    try (FileChannel entries = FileChannel.open(folder())) {
      entries.force(true);
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private Path folder() {
    return path.resolveSibling(".").normalize();
  }

  private static byte[] text(Seal seal) throws JsonProcessingException {
    ObjectNode file = JSON.createObjectNode().put("seal", FORM);
    file.put("database", seal.database()).put("until", Timestamps.rfc3339(seal.until()));
    file.put("digest", seal.digest());
    ObjectNode journals = file.putObject("journals");
    seal.journals()
        .forEach((label, journal) -> {
          ObjectNode node = journals.putObject(label);
          ObjectNode days = node.putObject("days");
          journal
              .days()
              .forEach((day, sealed) ->
                  days.putObject(day).put("rows", sealed.rows()).put("digest", sealed.digest()));
          journal.sketch().text().forEach(node.putArray("sketch")::add);
        });
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(file);
  }

  private static Seal parse(String text) throws JsonProcessingException {
    JsonNode file = JSON.readTree(text);
    if (file.path("seal").asInt() != FORM) {
      throw new IllegalArgumentException("its form is unknown");
    }
    SortedMap<String, JournalSeal> journals = new TreeMap<>();
    file.path("journals")
        .properties()
        .forEach(journal -> journals.put(journal.getKey(), journal(journal.getValue())));
    Instant until =
        Timestamps.instantOf(file.path("until").asText())
            .orElseThrow(() -> new IllegalArgumentException("it has no time"));
    Seal seal = new Seal(file.path("database").asText(), until, journals);
    if (!seal.digest().equals(file.path("digest").asText())) {
      throw new IllegalArgumentException("it was changed since it was written");
    }
    return seal;
  }

  private static JournalSeal journal(JsonNode node) {
    TreeMap<String, JournalSeal.Day> days = new TreeMap<>();
    node.path("days")
        .properties()
        .forEach(day ->
            days.put(
                day.getKey(),
                new JournalSeal.Day(
                    day.getValue().path("rows").asLong(), day.getValue().path("digest").asText())));
    List<String> sketch = new ArrayList<>();
    node.path("sketch").forEach(cell -> sketch.add(cell.asText()));
    return new JournalSeal(days, RowSketch.of(sketch));
  }
}
