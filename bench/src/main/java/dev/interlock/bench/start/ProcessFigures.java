package dev.interlock.bench.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a JVM in another process has come to, read from outside.
final class ProcessFigures {

  private static final int BYTES_IN_KIB = 1024;

  /// The JVM counts apart what it took from a cache.
  private static final List<String> CLASSES =
      List.of("java.cls.loadedClasses=", "java.cls.sharedLoadedClasses=");

  private ProcessFigures() {}

  static long residentBytes(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_IN_KIB)
          .findFirst()
          .orElseThrow();
    }
  }

  static long classes(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "PerfCounter.print")
            .redirectErrorStream(true)
            .start();
    String counters = new String(process.getInputStream().readAllBytes(), UTF_8);
    List<Long> counts =
        counters
            .lines()
            .flatMap(line ->
                CLASSES.stream()
                    .filter(line::startsWith)
                    .map(name -> Long.valueOf(line.substring(name.length()))))
            .toList();
    if (counts.size() != CLASSES.size()) {
      throw new IOException("no count of classes: " + counters);
    }
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
