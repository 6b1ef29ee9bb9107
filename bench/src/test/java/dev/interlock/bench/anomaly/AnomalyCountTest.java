package dev.interlock.bench.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.bench.part.Figure;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.Contenders;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A count of zero means something only if the same count finds anomalies where there are some.
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
    assertThat(anomalies("interlock"))
        .hasSize(13)
        .allSatisfy(figure -> assertThat(figure.values()).as(figure.toString()).containsOnly(0.0));
  }

  @Test
  void readModifyWriteAtReadCommittedLosesEveryForcedRace() throws Exception {
    assertThat(forced("read-modify-write-rc"))
        .hasSize(9)
        .allSatisfy(figure -> assertThat(figure.values()).containsOnly(rounds(figure)));
  }

  /// It has neither stock nor permissions, so their races are not counted as survived.
  @Test
  void theDsqlSampleIsCountedForTransfersOnly() throws Exception {
    List<Figure> forced = forced("dsql-sample");

    assertThat(forced)
        .filteredOn(figure -> figure.values().equals(List.of(rounds(figure))))
        .extracting(Figure::subject)
        .containsExactly(
            "double effects under re-sends",
            "commits after revoke",
            "double effects under re-sends");
    assertThat(forced)
        .filteredOn(figure -> figure.values().equals(List.of(0.0)))
        .extracting(Figure::subject)
        .containsExactly("lost updates", "overdrafts");
    assertThat(forced).hasSize(5);
  }

  @Test
  void everyLoadReportsItsAttempts() throws Exception {
    assertThat(of("dsql-sample"))
        .filteredOn(figure -> figure.metric().equals("attempts per call"))
        .hasSize(3)
        .allSatisfy(figure -> assertThat(figure.least()).isGreaterThanOrEqualTo(1));
    assertThat(of("dsql-sample"))
        .filteredOn(figure -> figure.metric().equals("calls without a verdict"))
        .hasSize(3)
        .allSatisfy(figure -> assertThat(figure.values()).containsOnly(0.0));
  }

  private static double rounds(Figure figure) {
    return Double.parseDouble(figure.conditions().getOrDefault("rounds", ""));
  }

  private List<Figure> forced(String name) throws Exception {
    return anomalies(name).stream()
        .filter(figure -> !"under load".equals(figure.conditions().get("calls")))
        .toList();
  }

  private List<Figure> anomalies(String name) throws Exception {
    return of(name).stream().filter(figure -> figure.metric().equals("anomalies")).toList();
  }

  private List<Figure> of(String name) throws Exception {
    Contender contender =
        Stream.concat(Contenders.all().stream(), Contenders.ofAnomaliesOnly().stream())
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
