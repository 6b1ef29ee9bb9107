package dev.interlock.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.audit.history.JsonLines;
import java.io.IOException;
import java.nio.file.Path;

/// Writes the faults that a soak has made: each a JSON object on a line of its own, beside the
/// history of the same run.
///
/// Members: `fault`, `at`, `lastedMillis`, `key` where it struck one request, and `target`. Times
/// are UTC with six digits, as the history has them.
public final class FaultWriter implements AutoCloseable {
  private final JsonLines lines;

  private FaultWriter(JsonLines lines) {
    this.lines = lines;
  }

  /// Begins the file anew.
  public static FaultWriter to(Path file) throws IOException {
    return new FaultWriter(JsonLines.to(file));
  }

  /// Adds a fault; many threads may.
  public void write(FaultEvent event) throws IOException {
    lines.write(line(event));
  }

  private static ObjectNode line(FaultEvent event) {
    ObjectNode line = JsonLines.line();
    line.put("fault", event.fault().toString());
    line.put("at", JsonLines.time(event.at()));
    line.put("lastedMillis", event.lasted().toMillis());
    event.key().ifPresent(key -> line.put("key", key));
    line.put("target", event.target());
    return line;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
