package dev.interlock.local.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.local.history.Exchange;
import dev.interlock.local.soak.FaultEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {
  @TempDir private Path folder;

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    GeneratedSoak soak = new GeneratedSoak(1, Duration.ofMinutes(1), 300);
    soak.write(folder);

    List<Exchange> exchanges = new ArrayList<>();
    List<FaultEvent> faults = new ArrayList<>();
    Lines.exchanges(folder.resolve(SoakReport.HISTORY), exchanges::add);
    Lines.faults(folder.resolve(SoakReport.FAULTS), faults::add);

    assertThat(exchanges).isEqualTo(soak.exchanges);
    assertThat(faults).isEqualTo(soak.faults);
  }

  @Test
  void aLineThatIsTornIsNotPassedOver() throws IOException {
    Path file = folder.resolve(SoakReport.HISTORY);
    Files.writeString(file, "{\"operation\":\"transfer\",\"caller\":\"al");

    assertThatThrownBy(() -> Lines.exchanges(file, exchange -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("history.jsonl, line 1: not as written");
  }
}
