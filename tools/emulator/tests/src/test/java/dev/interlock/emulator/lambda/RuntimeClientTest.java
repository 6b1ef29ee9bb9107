package dev.interlock.emulator.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The command of a child JVM, whose working directory differs from its parent's.
class RuntimeClientTest {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir Path folder;

  /// With a relative data or report folder, no function started.
  @Test
  void relativeFolderBecomesAbsoluteInTheCommand() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(folder);
    RuntimeClient client =
        RuntimeClient.unpack(TARGET.resolve("lambda-runtime"), relative)
            .withMovableClocks(TARGET.resolve("emulator-clock-agent.jar"));
    List<String> command = client.command("Handler", folder, 512, client.newClock());
    assertThat(command)
        .anyMatch(word -> word.startsWith("-javaagent:/"))
        .allMatch(word -> !word.contains("NativeClient.JNI=") || word.contains("JNI=/"));
  }

  /// After AWS's jar the stand-in would never be loaded, and no function would start on a Mac.
  @Test
  void javaClientComesFirstAndLoadsNoLibrary() throws IOException {
    RuntimeClient client = RuntimeClient.inJava(TARGET.resolve("lambda-runtime"), folder);
    List<String> command = client.command("Handler", folder, 512, Optional.empty());
    String classPath = command.get(command.indexOf("-cp") + 1);
    assertThat(classPath).startsWith(folder.resolve("java-client.jar") + File.pathSeparator);
    assertThat(command).noneMatch(word -> word.contains("NativeClient.JNI"));
  }

  /// AWS's own client serves wherever AWS has built it.
  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void nativeClientServesOnLinux() throws IOException {
    RuntimeClient client = RuntimeClient.unpack(TARGET.resolve("lambda-runtime"), folder);
    List<String> command = client.command("Handler", folder, 512, Optional.empty());
    assertThat(command).anyMatch(word -> word.contains("NativeClient.JNI=/"));
    assertThat(command.get(command.indexOf("-cp") + 1)).doesNotContain("java-client");
  }
}
