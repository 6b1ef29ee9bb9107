package dev.interlock.soak.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.soak.FaultEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultLinesTest {
  @TempDir private Path folder;

  @Test
  void readsWhatWasWritten() throws IOException {
    GeneratedSoak soak = new GeneratedSoak(1, Duration.ofMinutes(1), 300);
    soak.write(folder);

    List<FaultEvent> faults = new ArrayList<>();
    FaultLines.read(folder.resolve(SoakReport.FAULTS), faults::add);

    assertThat(faults).isEqualTo(soak.faults);
  }

  @Test
  void aTruncatedLineIsRejected() throws IOException {
    Path file = folder.resolve(SoakReport.FAULTS);
    Files.writeString(file, "{\"fault\":\"function-killed\",\"at\":\"20");

    assertThatThrownBy(() -> FaultLines.read(file, fault -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("faults.jsonl, line 1: not as written");
  }
}
