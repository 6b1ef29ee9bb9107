package dev.interlock.races.contender;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Intercepts the log lines of handlers on standard output, and reads the number of attempts from
/// them. Everything else is printed as before.
final class InvocationLines extends PrintStream {

  private static final String ATTEMPTS = "\"attempts\":";

  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  private static final ThreadLocal<@Nullable Reader> READER = new ThreadLocal<>();

  private InvocationLines(PrintStream before) {
    super(before, true);
  }

  /// Wraps standard output, once.
  static void install() {
    if (INSTALLED.compareAndSet(false, true)) {
      System.setOut(new InvocationLines(System.out));
    }
  }

  /// The log lines of one session.
  static final class Reader {
    private long attempts;
    private String last = "";

    /// Collects the log lines of this thread, until [#end].
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
