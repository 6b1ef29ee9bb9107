package dev.interlock.bench.call;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Takes the lines that functions log, until it is closed.
final class LogLines implements AutoCloseable {

  private final PrintStream before = System.out;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  private LogLines(boolean kept) {
    OutputStream to = kept ? lines : OutputStream.nullOutputStream();
    System.setOut(new PrintStream(to, true, StandardCharsets.UTF_8));
  }

  /// Keeps them.
  static LogLines keep() {
    return new LogLines(true);
  }

  /// Drops them, once they have been made and encoded.
  static LogLines drop() {
    return new LogLines(false);
  }

  /// What was logged since it was last asked.
  String take() {
    String taken = lines.toString(StandardCharsets.UTF_8);
    lines.reset();
    return taken;
  }

  @Override
  public void close() {
    System.setOut(before);
  }
}
