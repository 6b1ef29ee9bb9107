package dev.interlock.emulator.lambda;

import dev.interlock.emulator.clock.ClockOffset;
import dev.interlock.emulator.host.SetupException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// AWS's runtime interface client, which an execution environment runs a function with: its jars,
/// and its native library as a file.
///
/// The client itself unpacks that library to one fixed path, where clients that start at the same
/// time overwrite it under each other and crash. So it is unpacked here, once, and named to them.
public final class RuntimeClient {
  private static final String NATIVE_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final int HEAP_PERCENT_OF_MEMORY = 85;

  private final List<Path> jars;
  private final Path nativeLibrary;
  private final @Nullable Path clockAgent;

  private RuntimeClient(List<Path> jars, Path nativeLibrary, @Nullable Path clockAgent) {
    this.jars = List.copyOf(jars);
    this.nativeLibrary = nativeLibrary;
    this.clockAgent = clockAgent;
  }

  /// Finds the client in the folder that the build copies it to, and unpacks its library.
  public static RuntimeClient unpack(Path jarFolder, Path nativeFolder) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(jarFolder)) {
      jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .map(Path::toAbsolutePath)
              .sorted()
              .toList();
    }
    Path client =
        jars.stream()
            .filter(jar -> jar.getFileName().toString().contains("runtime-interface-client"))
            .findFirst()
            .orElseThrow(() -> new IOException("no runtime interface client in " + jarFolder));
    String name = libraryName();
    // A child runs in the folder of its function's code, and reads a relative path from there.
    Path library = nativeFolder.toAbsolutePath().resolve(name);
    try (ZipFile zip = new ZipFile(client.toFile())) {
      ZipEntry entry = zip.getEntry("jni/" + name);
      Path unpacked = Files.createTempFile(nativeFolder, name, ".part");
      try (InputStream bytes = zip.getInputStream(entry)) {
        Files.copy(bytes, unpacked, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(unpacked, library, StandardCopyOption.ATOMIC_MOVE);
    }
    return new RuntimeClient(jars, library, null);
  }

  /// The same client for environments whose clocks can be moved, each by itself.
  ///
  /// @param agent the jar of [dev.interlock.emulator.clock]. It is copied beside the native
  ///   library: a build must not change what a running JVM reads
  public RuntimeClient withMovableClocks(Path agent) throws IOException {
    Path copy = nativeLibrary.resolveSibling("clock-agent.jar");
    Files.copy(agent, copy, StandardCopyOption.REPLACE_EXISTING);
    return new RuntimeClient(jars, nativeLibrary, copy);
  }

  /// What moves the clock of one environment, if this client lets clocks be moved.
  Optional<ClockOffset> newClock() throws IOException {
    return clockAgent == null
        ? Optional.empty()
        : Optional.of(ClockOffset.createIn(clockAgent.resolveSibling("")));
  }

  private static String libraryName() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      throw new SetupException(
          "functions run on Linux only: AWS's runtime client has a native part");
    }
    String processor =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "aarch_64";
          default ->
              throw new SetupException("no runtime client for " + System.getProperty("os.arch"));
        };
    boolean musl =
        Files.exists(Path.of("/lib/ld-musl-" + processor.replace("_64", "64") + ".so.1"))
            || Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"));
    return "libaws-lambda-jni." + (musl ? "linux_musl-" : "linux-") + processor + ".so";
  }

  /// The command of a JVM that serves `handler` from `code`.
  List<String> command(
      String handler, Path code, int memoryMegabytes, Optional<ClockOffset> clock) {
    String classPath =
        String.join(
            File.pathSeparator,
            Stream.concat(jars.stream(), Stream.of(code)).map(Path::toString).toList());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + memoryMegabytes * HEAP_PERCENT_OF_MEMORY / 100 + "m");
    command.add("--enable-native-access=ALL-UNNAMED");
    // As Lambda does: without it the hooks of a snapshot silently never run.
    command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    command.add("-D" + NATIVE_PROPERTY + "=" + nativeLibrary);
    clock.ifPresent(offset -> command.add("-javaagent:" + clockAgent + "=" + offset.file()));
    command.addAll(List.of("-cp", classPath, MAIN, handler));
    return command;
  }
}
