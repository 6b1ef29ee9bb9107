package dev.interlock.bench.contender;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Takes the lines that handlers write of their invocations away from standard output, and reads
/// from them how many attempts there were. Everything else is printed as before.
final class InvocationLines extends PrintStream {

  private static final String ATTEMPTS = "\"attempts\":";

  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  private static final ThreadLocal<@Nullable Reader> READER = new ThreadLocal<>();

  private InvocationLines(PrintStream before) {
    super(before, true);
  }

  /// Puts itself before standard output, once.
  static void install() {
    if (INSTALLED.compareAndSet(false, true)) {
      System.setOut(new InvocationLines(System.out));
    }
  }

  /// What a session hears of its own invocations.
  static final class Reader {
    private long attempts;
    private String last = "";

    /// Everything that this thread prints is the session's, until [#end].
    void begin() {
      READER.set(this);
    }

    void end() {
      READER.remove();
    }

    long attempts() {
      return attempts;
    }

    String last() {
      return last;
    }

    private void read(String line) {
      last = line;
      int digit = line.indexOf(ATTEMPTS) + ATTEMPTS.length();
      int count = 0;
      for (; Character.isDigit(line.charAt(digit)); digit++) {
        count = 10 * count + Character.digit(line.charAt(digit), 10);
      }
      attempts += count;
    }
  }

  @Override
  public void println(@Nullable String line) {
    Reader reader = READER.get();
    if (reader != null && line != null && line.contains(ATTEMPTS)) {
      reader.read(line);
    } else {
      super.println(line);
    }
  }
}
