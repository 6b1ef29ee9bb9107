package dev.interlock.audit.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import java.io.IOException;
import java.nio.file.Path;

/// Writes a history file: one line per exchange, in the order in which they ended. `./interlock
/// audit --history` compares it with the journals.
///
/// Members: `operation`, `caller`, `key`, `ifMatch`, `request` (text), `sentAt`; and of an answer
/// `answeredAt`, `status`, `replayed`, `etag`, `body` (text). A member without a value is left out.
/// Times are UTC with six digits, as in the journals.
public final class HistoryWriter extends JsonLinesWriter<Exchange> {

  private HistoryWriter(Path file) throws IOException {
    super(file);
  }

  /// Creates the file, or empties it.
  public static HistoryWriter to(Path file) throws IOException {
    return new HistoryWriter(file);
  }

  @Override
  protected void fill(ObjectNode line, Exchange exchange) {
    line.put("operation", exchange.operation().name());
    line.put("caller", exchange.caller());
    exchange.key().ifPresent(key -> line.put("key", key));
    exchange.ifMatch().ifPresent(ifMatch -> line.put("ifMatch", ifMatch));
    line.put("request", exchange.request());
    line.put("sentAt", Timestamps.rfc3339(exchange.sentAt()));
    exchange
        .answer()
        .ifPresent(answer -> {
          line.put("answeredAt", Timestamps.rfc3339(answer.at()));
          line.put("status", answer.status());
          line.put("replayed", answer.replayed());
          answer.etag().ifPresent(etag -> line.put("etag", etag));
          line.put("body", answer.body());
        });
  }
}
