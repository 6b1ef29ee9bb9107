package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/// What a function writes to its standard output, read on a platform thread.
///
/// A virtual thread that reads a pipe pins its carrier until there is input, and an idle function
/// writes none: as many idle functions as processors would block all virtual threads.
final class ChildOutput {
  private ChildOutput() {}

  /// Hands each line to the log until the child's output ends.
  static void follow(Process child, String name, Consumer<String> log) {
    Thread.ofPlatform().daemon().name(name + " output").start(() -> read(child, log));
  }

  private static void read(Process child, Consumer<String> log) {
    try (BufferedReader lines = child.inputReader(UTF_8)) {
      lines.lines().filter(ChildOutput::isOfTheFunction).forEach(log);
    } catch (IOException | UncheckedIOException closed) {
      // The process has ended, and its output with it.
    }
  }

  /// Drops the line in which the JVM announces, at every start, where it took options from.
  private static boolean isOfTheFunction(String line) {
    return !line.startsWith("Picked up JAVA_TOOL_OPTIONS:");
  }
}
