package dev.interlock.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed again and again goes on with its stored commands, while functions and
/// the wire break: each command takes effect once.
class KilledClientTest {
  @TempDir private Path folder;

  @Test
  void eachStoredCommandTakesEffectOnce() throws Exception {
    KilledClient.Figures figures = KilledClient.run(folder, 200, 4);
    assertThat(figures.kills()).isGreaterThanOrEqualTo(1);
    assertThat(figures.restored()).as("commands of killed processes").isPositive();
  }

  @Test
  @Tag("soak")
  @Timeout(1800)
  void eachOfTenThousandStoredCommandsTakesEffectOnce() throws Exception {
    KilledClient.Figures figures = KilledClient.run(folder, 10_000, 40);
    System.out.println(figures);
    assertThat(figures.kills()).isGreaterThan(10);
    assertThat(figures.replayed()).isPositive();
  }
}
