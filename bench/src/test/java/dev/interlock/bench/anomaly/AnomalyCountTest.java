package dev.interlock.bench.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.bench.contender.Contender;
import dev.interlock.bench.contender.Contenders;
import dev.interlock.bench.part.Figure;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A count of zero is worth something only where the same count finds what is there.
class AnomalyCountTest {

  private static final int ROUNDS = 3;
  private static final int CUTS = 1;

  private final TestDatabase database = TestDatabase.create();

  private final AnomalyCount count =
      new AnomalyCount(
          DatabaseAddress.here(database.port(), database.name(), "postgres", "postgres"),
          DatabaseAddress.here(
              database.port(),
              database.name(),
              database.role(),
              database.environment().getOrDefault("DATABASE_PASSWORD", "")),
          ROUNDS,
          CUTS,
          new ConcurrentLoad(3, 4));

  @Test
  void interlockLosesNothing() throws Exception {
    assertThat(of("interlock"))
        .hasSize(11)
        .allSatisfy(figure -> assertThat(figure.values()).as(figure.toString()).containsOnly(0.0));
  }

  @Test
  void whatIsReadAndWrittenBackLosesAllThatIsForced() throws Exception {
    assertThat(of("read-modify-write-rc"))
        .filteredOn(figure -> !"under load".equals(figure.conditions().get("calls")))
        .hasSize(7)
        .allSatisfy(figure ->
            assertThat(figure.values())
                .as(figure.toString())
                .containsOnly(Double.valueOf(figure.conditions().getOrDefault("rounds", ""))));
  }

  private List<Figure> of(String name) throws Exception {
    Contender contender =
        Stream.concat(Contenders.all().stream(), Contenders.atReadCommitted().stream())
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    try (Connection owner = database.connect()) {
      contender.prepare(owner);
    }
    List<Figure> figures = new ArrayList<>();
    count.of(contender, figures::add);
    return figures;
  }
}
