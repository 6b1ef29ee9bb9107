package dev.interlock.audit.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes a file of JSON objects, each on a line of its own. Many threads may.
public final class JsonLines implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final BufferedWriter out;

  private JsonLines(BufferedWriter out) {
    this.out = out;
  }

  /// Begins the file anew.
  public static JsonLines to(Path file) throws IOException {
    return new JsonLines(Files.newBufferedWriter(file));
  }

  /// An object to be filled, and written then.
  public static ObjectNode line() {
    return JSON.createObjectNode();
  }

  /// In UTC with six digits, as the journals have times.
  public static String time(Instant instant) {
    return MICROS.format(instant);
  }

  public void write(ObjectNode line) throws IOException {
    String text = line.toString();
    synchronized (out) {
      out.write(text);
      out.write('\n');
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (out) {
      out.close();
    }
  }
}
