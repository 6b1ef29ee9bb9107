package dev.interlock.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import dev.interlock.audit.history.JsonLinesWriter;
import java.io.IOException;
import java.nio.file.Path;

/// Writes the faults that a soak has injected, one per line, beside the history of the same run.
///
/// Members: `fault`, `at`, `lastedMillis`, `key` if it struck one request, and `target`. Times are
/// UTC with six digits, as in the history.
public final class FaultWriter extends JsonLinesWriter<FaultEvent> {

  private FaultWriter(Path file) throws IOException {
    super(file);
  }

  /// Creates the file, or empties it.
  public static FaultWriter to(Path file) throws IOException {
    return new FaultWriter(file);
  }

  @Override
  protected void fill(ObjectNode line, FaultEvent event) {
    line.put("fault", event.fault().toString());
    line.put("at", Timestamps.rfc3339(event.at()));
    line.put("lastedMillis", event.lasted().toMillis());
    event.key().ifPresent(key -> line.put("key", key));
    line.put("target", event.target());
  }
}
