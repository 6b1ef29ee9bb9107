package dev.interlock.launcher.scaffold;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.Repository;
import dev.interlock.emulator.replay.Replay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The events of the examples get their answers from functions in a template that has all of them.
class ExampleEventsTest {
  private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

  /// The packages of the examples.
  private static final Map<String, String> EXAMPLES =
      Map.of("voucher-redemption", "voucher", "seat-booking", "seats", "unit-draw", "unitdraw");

  @TempDir Path folder;

  @Test
  void everyEventGetsTheAnswerBesideIt() throws Exception {
    Repository repository = new Repository(Repository.at(CHECKOUT).runtime(), template());
    List<Path> events =
        EXAMPLES.keySet().stream()
            .map(name -> CHECKOUT.resolve("examples").resolve(name).resolve("events"))
            .filter(Files::isDirectory)
            .toList();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    boolean matched;
    try (PrintStream out = new PrintStream(printed, true, UTF_8)) {
      matched = new Replay(repository).run(events, out);
    }
    assertThat(matched).as(printed.toString(UTF_8)).isTrue();
  }

  private Path template() throws IOException {
    String lines = Objects.requireNonNull(Starter.lines().get("template.yaml"));
    String text = Files.readString(CHECKOUT.resolve("template.yaml"));
    for (Map.Entry<String, String> example : EXAMPLES.entrySet()) {
      String name = example.getKey();
      Map<String, String> places =
          Map.of(
              Starter.FOLDER,
              "examples/" + name,
              Starter.PACKAGE,
              "dev.interlock.examples." + example.getValue());
      text = SharedFiles.template(text, Starter.NAME.renamed(lines, FunctionName.of(name), places));
    }
    return Files.writeString(
        folder.resolve("template.yaml"), text.replace("CodeUri: ", "CodeUri: " + CHECKOUT + "/"));
  }
}
