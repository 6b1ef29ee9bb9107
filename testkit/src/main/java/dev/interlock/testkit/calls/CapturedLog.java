package dev.interlock.testkit.calls;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// The lines printed while something ran, which on Lambda become the function's log.
public record CapturedLog<T>(T result, List<String> lines) {

  /// Runs something and captures what it prints.
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
