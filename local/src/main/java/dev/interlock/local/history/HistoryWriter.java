package dev.interlock.local.history;

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

/// Writes a history file: each exchange a JSON object on a line of its own, in the order in which
/// they ended. `./interlock audit --history` holds it against the journals.
///
/// Members: `operation`, `caller`, `key`, `ifMatch`, `request` (text), `sentAt`; and of an answer
/// `answeredAt`, `status`, `replayed`, `etag`, `body` (text). What there is not is left out. Times
/// are UTC with six digits, as the journals have them.
public final class HistoryWriter implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final BufferedWriter out;

  private HistoryWriter(BufferedWriter out) {
    this.out = out;
  }

  /// Begins the file anew.
  public static HistoryWriter to(Path file) throws IOException {
    return new HistoryWriter(Files.newBufferedWriter(file));
  }

  /// Adds an exchange; many threads may.
  public void write(Exchange exchange) throws IOException {
    String line = line(exchange);
    synchronized (out) {
      out.write(line);
      out.write('\n');
    }
  }

  private static String line(Exchange exchange) {
    ObjectNode line = JSON.createObjectNode();
    line.put("operation", exchange.operation());
    line.put("caller", exchange.caller());
    exchange.key().ifPresent(key -> line.put("key", key));
    exchange.ifMatch().ifPresent(ifMatch -> line.put("ifMatch", ifMatch));
    line.put("request", exchange.request());
    line.put("sentAt", time(exchange.sentAt()));
    exchange
        .answer()
        .ifPresent(answer -> {
          line.put("answeredAt", time(answer.at()));
          line.put("status", answer.status());
          line.put("replayed", answer.replayed());
          answer.etag().ifPresent(etag -> line.put("etag", etag));
          line.put("body", answer.body());
        });
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
