package dev.interlock.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/// An answer of JSON objects, one a line, each sent at once. What its reader began goes on when the
/// reader is gone.
final class JsonLines {
  private final OutputStream out;
  private boolean gone;

  JsonLines(ConsoleExchange exchange) throws IOException {
    out = exchange.stream("application/x-ndjson");
  }

  synchronized void add(ObjectNode line) {
    if (gone) {
      return;
    }
    try {
      out.write((line + "\n").getBytes(UTF_8));
      out.flush();
    } catch (IOException closed) {
      gone = true;
    }
  }
}
