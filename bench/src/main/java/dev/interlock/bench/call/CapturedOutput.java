package dev.interlock.bench.call;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Captures standard output, where functions log, until it is closed.
final class CapturedOutput implements AutoCloseable {

  private final PrintStream before = System.out;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  private CapturedOutput(boolean kept) {
    OutputStream to = kept ? lines : OutputStream.nullOutputStream();
    System.setOut(new PrintStream(to, true, StandardCharsets.UTF_8));
  }

  /// Keeps the lines.
  static CapturedOutput keep() {
    return new CapturedOutput(true);
  }

  /// Drops the lines after they have been written and encoded.
  static CapturedOutput drop() {
    return new CapturedOutput(false);
  }

  /// Returns what was logged since the last call, and forgets it.
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
