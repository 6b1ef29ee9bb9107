package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuditBarTest {
  private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();

  @Test
  void showsHowManyOfTheInvariantsAreChecked() {
    draw(true, Duration.ZERO);
    assertThat(drawn.toString(UTF_8)).contains("audit").contains("40/61");
  }

  @Test
  void drawsNothingForAShortAudit() {
    draw(true, Duration.ofHours(1));
    assertThat(drawn.toString(UTF_8)).isEmpty();
  }

  @Test
  void drawsNothingWithoutATerminal() {
    draw(false, Duration.ZERO);
    assertThat(drawn.toString(UTF_8)).isEmpty();
  }

  private void draw(boolean terminal, Duration quiet) {
    PrintStream out = new PrintStream(drawn, true, UTF_8);
    try (AuditBar bar = AuditBar.on(out, terminal, quiet)) {
      bar.checked(39, 61);
      bar.checked(40, 61);
    }
  }
}
