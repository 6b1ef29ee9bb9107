package dev.interlock.emulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("transfer/empty"));
    for (String name : List.of("b.json", "b.answer.json", "a.json", "only.answer.json")) {
      Files.createFile(folder.resolve("transfer").resolve(name));
    }
    Files.createFile(folder.resolve("README.md"));
  }

  @Test
  void findsEveryEventOfAFolderAndMissingOnes() throws Exception {
    assertThat(EventFiles.in(List.of(folder)))
        .extracting(event -> event.getFileName().toString())
        .containsExactly("a.json", "b.json", "only.json");
  }

  @Test
  void findsAnEventByItsFileOrItsAnswer() throws Exception {
    Path event = folder.resolve("transfer/b.json");
    assertThat(EventFiles.in(List.of(event, EventFiles.answer(event)))).containsExactly(event);
  }

  @Test
  void rejectsAPathWithoutEvents() {
    for (String wrong : List.of("transfer/c.json", "transfer/empty", "README.md", "nowhere")) {
      assertThatThrownBy(() -> EventFiles.in(List.of(folder, folder.resolve(wrong))))
          .isInstanceOf(SetupException.class)
          .hasMessageContaining(wrong);
    }
  }
}
