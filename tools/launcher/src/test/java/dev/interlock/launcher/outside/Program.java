package dev.interlock.launcher.outside;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program in a folder, run by this JVM's JDK.
record Program(Path folder, List<String> command) {
  private static final Duration RUN_MAX = Duration.ofMinutes(20);
  private static final String JDK = System.getProperty("java.home");

  static Program java(Path folder, String... arguments) {
    return new Program(folder, concat(List.of(JDK + "/bin/java"), arguments));
  }

  static Program in(Path folder, List<String> command, String... arguments) {
    return new Program(folder, concat(command, arguments));
  }

  private static List<String> concat(List<String> first, String... others) {
    return java.util.stream.Stream.concat(first.stream(), java.util.Arrays.stream(others)).toList();
  }

  /// Its output, once it has ended with exit code 0.
  String run() throws IOException, InterruptedException {
    Path out = Files.createTempFile("program", ".out");
    try {
      Process process = start(out);
      if (!process.waitFor(RUN_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroy();
        throw new AssertionError("still runs: " + command);
      }
      String output = Files.readString(out, UTF_8);
      assertThat(process.exitValue()).as("%s%n%s", command, output).isZero();
      return output;
    } finally {
      Files.delete(out);
    }
  }

  Process start(Path out) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("INTERLOCK_"));
    builder.environment().put("JAVA_HOME", JDK);
    builder.environment().put("JAVA25_HOME", JDK);
    return builder.start();
  }
}
