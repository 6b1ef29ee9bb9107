package dev.interlock.audit.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/// Writes a history file: each exchange a JSON object on a line of its own, in the order in which
/// they ended. `./interlock audit --history` holds it against the journals.
///
/// Members: `operation`, `caller`, `key`, `ifMatch`, `request` (text), `sentAt`; and of an answer
/// `answeredAt`, `status`, `replayed`, `etag`, `body` (text). What there is not is left out. Times
/// are UTC with six digits, as the journals have them.
public final class HistoryWriter implements AutoCloseable {
  private final JsonLines lines;

  private HistoryWriter(JsonLines lines) {
    this.lines = lines;
  }

  /// Begins the file anew.
  public static HistoryWriter to(Path file) throws IOException {
    return new HistoryWriter(JsonLines.to(file));
  }

  /// Adds an exchange; many threads may.
  public void write(Exchange exchange) throws IOException {
    lines.write(line(exchange));
  }

  private static ObjectNode line(Exchange exchange) {
    ObjectNode line = JsonLines.line();
    line.put("operation", exchange.operation());
    line.put("caller", exchange.caller());
    exchange.key().ifPresent(key -> line.put("key", key));
    exchange.ifMatch().ifPresent(ifMatch -> line.put("ifMatch", ifMatch));
    line.put("request", exchange.request());
    line.put("sentAt", JsonLines.time(exchange.sentAt()));
    exchange
        .answer()
        .ifPresent(answer -> {
          line.put("answeredAt", JsonLines.time(answer.at()));
          line.put("status", answer.status());
          line.put("replayed", answer.replayed());
          answer.etag().ifPresent(etag -> line.put("etag", etag));
          line.put("body", answer.body());
        });
    return line;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
