package dev.interlock.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A page that does not read costs a bounded amount of memory, and catches up when it reads on.
class EventStreamTest {
  private final EventStream stream = new EventStream();

  private String written(List<ShownEvent> all) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.run(
        out,
        () -> {
          stream.skip();
          stream.end();
          return all;
        });
    return out.toString(UTF_8);
  }

  @Test
  void eventsOfAStalledPageDoNotPileUp() {
    for (int number = 0; number < 10_000; number++) {
      stream.add(new ShownEvent("move", "{}"));
      assertThat(stream.waiting()).isLessThanOrEqualTo(EventStream.EVENTS_MAX);
    }
  }

  @Test
  void largeEventsOfAStalledPageDoNotPileUp() {
    String large = "x".repeat(100_000);
    for (int number = 0; number < 1_000; number++) {
      stream.add(new ShownEvent("state", large));
      assertThat(stream.waiting()).isLessThan(20);
    }
  }

  @Test
  @Timeout(10)
  void pageThatReadsOnGetsEverythingInsteadOfWhatWasDropped() throws Exception {
    for (int number = 0; number < 1_000; number++) {
      stream.add(new ShownEvent("dropped", "{}"));
    }
    assertThat(written(List.of(new ShownEvent("state", "{\"whole\":true}"))))
        .isEqualTo("id: 0\nevent: state\ndata: {\"whole\":true}\n\n");
  }
}
