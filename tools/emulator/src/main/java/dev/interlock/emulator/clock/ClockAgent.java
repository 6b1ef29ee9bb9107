package dev.interlock.emulator.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;

/// What a JVM starts with so that its clock can be moved: `-javaagent:JAR=FILE`, the file being a
/// [ClockOffset]'s.
public final class ClockAgent {
  private ClockAgent() {}

  /// Called by the JVM before the program.
  public static void premain(String file, Instrumentation instrumentation) throws IOException {
    ShiftedClock.follow(Path.of(file));
    instrumentation.addTransformer(new ClockRewriter());
  }
}
