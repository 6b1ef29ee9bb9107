package dev.interlock.local.soak;

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

/// Writes the faults that a soak has made: each a JSON object on a line of its own, beside the
/// history of the same run.
///
/// Members: `fault`, `at`, `lastedMillis`, `key` where it struck one request, and `target`. Times
/// are UTC with six digits, as the history has them.
public final class FaultWriter implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final BufferedWriter out;

  private FaultWriter(BufferedWriter out) {
    this.out = out;
  }

  /// Begins the file anew.
  public static FaultWriter to(Path file) throws IOException {
    return new FaultWriter(Files.newBufferedWriter(file));
  }

  /// Adds a fault; many threads may.
  public void write(FaultEvent event) throws IOException {
    String line = line(event);
    synchronized (out) {
      out.write(line);
      out.write('\n');
    }
  }

  private static String line(FaultEvent event) {
    ObjectNode line = JSON.createObjectNode();
    line.put("fault", event.fault().toString());
    line.put("at", time(event.at()));
    line.put("lastedMillis", event.lasted().toMillis());
    event.key().ifPresent(key -> line.put("key", key));
    line.put("target", event.target());
    return line.toString();
  }

  private static String time(Instant instant) {
    return MICROS.format(instant);
  }

  @Override
  public void close() throws IOException {
    synchronized (out) {
      out.close();
    }
  }
}
