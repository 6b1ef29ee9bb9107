package dev.interlock.testkit.calls;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Captures the lines that functions log during a test, and prints a summary of them.
///
/// An extension that redirects standard output while a test runs.
public final class InvocationLog implements BeforeEachCallback, AfterEachCallback {

  // A quote within a value is escaped in the line, so that no text of a failure can
  // look like these.
  private static final Pattern ATTEMPTS = Pattern.compile("\"attempts\":(\\d+)");
  private static final Pattern CONFLICTS = Pattern.compile("\"conflicts\":\\{([^}]*)}");
  private static final Pattern CONFLICT = Pattern.compile("\"(\\w*)\":(\\d+)");

  private PrintStream before = System.out;
  private ByteArrayOutputStream written = new ByteArrayOutputStream();

  /// One invocation.
  ///
  /// @param conflicts how often each SQLSTATE sent it back
  public record Line(int attempts, Map<String, Integer> conflicts, String text) {

    public static Line of(String text) {
      Matcher attempts = ATTEMPTS.matcher(text);
      Matcher conflicts = CONFLICTS.matcher(text);
      if (!attempts.find() || !conflicts.find()) {
        throw new AssertionError("not the log line of an invocation: " + text);
      }
      Map<String, Integer> states = new TreeMap<>();
      CONFLICT
          .matcher(conflicts.group(1))
          .results()
          .forEach(state -> states.put(state.group(1), Integer.parseInt(state.group(2))));
      return new Line(Integer.parseInt(attempts.group(1)), states, text);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    before = System.out;
    written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    System.setOut(before);
    List<Line> lines = lines();
    if (!lines.isEmpty()) {
      before.printf(
          "%s.%s %s: %d calls, %.2f attempts per call, at most %d, conflicts %s%n",
          context.getRequiredTestClass().getSimpleName(),
          context.getRequiredTestMethod().getName(),
          context.getDisplayName(),
          lines.size(),
          lines.stream().mapToInt(Line::attempts).average().orElse(0),
          lines.stream().mapToInt(Line::attempts).max().orElse(0),
          conflicts());
    }
  }

  /// Every invocation that has ended so far.
  public List<Line> lines() {
    return written
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(Line::of)
        .toList();
  }

  /// The last invocation that ended.
  public Line last() {
    return lines().getLast();
  }

  /// How often each SQLSTATE sent a call back.
  public Map<String, Integer> conflicts() {
    Map<String, Integer> sum = new TreeMap<>();
    for (Line line : lines()) {
      line.conflicts().forEach((state, count) -> sum.merge(state, count, Integer::sum));
    }
    return sum;
  }
}
