package dev.interlock.emulator.clock;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;

/// Java agent that makes the clock of a JVM movable: `-javaagent:JAR=FILE`, with the file of a
/// [ClockOffset].
public final class ClockAgent {
  private ClockAgent() {}

  /// The JVM calls this before the program.
  public static void premain(String file, Instrumentation instrumentation) throws IOException {
    ShiftedClock.follow(Path.of(file));
    instrumentation.addTransformer(new ClockRewriter());
  }
}
