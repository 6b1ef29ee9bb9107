package dev.interlock.emulator.lambda;

import dev.interlock.emulator.clock.ClockOffset;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// AWS's runtime interface client, which an execution environment runs a function with: its jars,
/// and its native library as a file.
///
/// The client itself unpacks that library to one fixed path, where clients that start at the same
/// time overwrite it under each other and crash. So it is unpacked here, once, and its path passed
/// to them. Where AWS has no library, classes in plain Java stand in for the native ones.
public final class RuntimeClient {
  /// Set to `java`, it makes the stand-in run where AWS's library would. For tests only.
  static final String SWITCH = "interlock.runtime-client";

  private static final String NATIVE_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final int HEAP_PERCENT_OF_MEMORY = 85;

  private final List<Path> jars;
  private final Optional<Path> nativeLibrary;
  private final Path folder;
  private final @Nullable Path clockAgent;

  private RuntimeClient(
      List<Path> jars, Optional<Path> nativeLibrary, Path folder, @Nullable Path clockAgent) {
    this.jars = List.copyOf(jars);
    this.nativeLibrary = nativeLibrary;
    this.folder = folder;
    this.clockAgent = clockAgent;
  }

  /// Finds the client in the folder that the build copies it to, and unpacks its library.
  public static RuntimeClient unpack(Path jarFolder, Path folder) throws IOException {
    if ("java".equals(System.getProperty(SWITCH))) {
      return inJava(jarFolder, folder);
    }
    List<Path> jars = jarsIn(jarFolder);
    Path client =
        jars.stream()
            .filter(jar -> jar.getFileName().toString().contains("runtime-interface-client"))
            .findFirst()
            .orElseThrow(() -> new IOException("no runtime interface client in " + jarFolder));
    Optional<Path> library = NativeLibrary.unpack(client, folder);
    return library.isPresent()
        ? new RuntimeClient(jars, library, folder, null)
        : inJava(jarFolder, folder);
  }

  /// The client without native code, on any system.
  static RuntimeClient inJava(Path jarFolder, Path folder) throws IOException {
    Path standIn =
        copy(jarFolder.resolveSibling("emulator-java-client.jar"), folder, "java-client.jar");
    List<Path> jars = new ArrayList<>(List.of(standIn));
    jars.addAll(jarsIn(jarFolder));
    return new RuntimeClient(jars, Optional.empty(), folder, null);
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .map(Path::toAbsolutePath)
          .sorted()
          .toList();
    }
  }

  /// Copies a jar of the build: a build must not change what a running JVM reads.
  private static Path copy(Path jar, Path folder, String name) throws IOException {
    // A child runs in the folder of its function's code, and reads a relative path from there.
    Path copy = folder.toAbsolutePath().resolve(name);
    return Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The same client for environments whose clocks can be moved, each by itself.
  ///
  /// @param agent the jar of [dev.interlock.emulator.clock]
  public RuntimeClient withMovableClocks(Path agent) throws IOException {
    return new RuntimeClient(jars, nativeLibrary, folder, copy(agent, folder, "clock-agent.jar"));
  }

  /// What moves the clock of one environment, if this client lets clocks be moved.
  Optional<ClockOffset> newClock() throws IOException {
    return clockAgent == null
        ? Optional.empty()
        : Optional.of(ClockOffset.createIn(clockAgent.resolveSibling("")));
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
    nativeLibrary.ifPresent(library -> command.add("-D" + NATIVE_PROPERTY + "=" + library));
    clock.ifPresent(offset -> command.add("-javaagent:" + clockAgent + "=" + offset.file()));
    command.addAll(List.of("-cp", classPath, MAIN, handler));
    return command;
  }
}
