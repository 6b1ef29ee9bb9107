package dev.interlock.emulator.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command of a child JVM, which runs in another folder than we do.
class RuntimeClientTest {

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir Path folder;

  /// With `--data data` or `--report report` no function started.
  @Test
  void relativeFolderIsFoundFromAnywhere() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(folder);
    RuntimeClient client =
        RuntimeClient.unpack(TARGET.resolve("lambda-runtime"), relative)
            .withMovableClocks(TARGET.resolve("emulator-clock-agent.jar"));
    List<String> command = client.command("Handler", folder, 512, client.newClock());
    assertThat(command)
        .anyMatch(word -> word.startsWith("-javaagent:/"))
        .anyMatch(word -> word.contains("NativeClient.JNI=/"));
  }
}
