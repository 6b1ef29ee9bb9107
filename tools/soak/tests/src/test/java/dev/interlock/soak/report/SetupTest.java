package dev.interlock.soak.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SetupTest {

  @Test
  void aCommandLineShowsNoPasswordHostOrPath() {
    assertThat(
            Setup.command(
                List.of(
                    "soak",
                    "--seed",
                    "1",
                    "--database",
                    "jdbc:postgresql://someone:secret@db.example.org/shop?ssl=true",
                    "--database=postgresql://someone:secret@db.example.org/shop",
                    "--report",
                    "/somebody/reports/first one")))
        .isEqualTo("./interlock soak --seed 1 --database URL --database=URL --report 'first one'");
  }
}
