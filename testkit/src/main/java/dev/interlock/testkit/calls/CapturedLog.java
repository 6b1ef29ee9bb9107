package dev.interlock.testkit.calls;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// What was printed while something ran: the lines that would become a function's log.
public record CapturedLog<T>(T result, List<String> lines) {

  /// Runs something and keeps what it prints away from the build's own output.
  public static <T> CapturedLog<T> of(Supplier<T> action) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      T result = action.get();
      return new CapturedLog<>(result, printed.toString(StandardCharsets.UTF_8).lines().toList());
    } finally {
      System.setOut(before);
    }
  }
}
