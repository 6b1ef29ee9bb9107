package dev.interlock.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.PartContext;
import dev.interlock.bench.part.Scale;
import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.ContenderSession;
import dev.interlock.races.contender.Contenders;
import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.Result;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every cell has its figures, and a contender whose answers do not match the rows ends the run.
class ThroughputTest {

  private static final List<String> METRICS =
      List.of(
          "calls per second",
          "mean",
          "p50",
          "p90",
          "p99",
          "p99.9",
          "max",
          "attempts per call",
          "refused for contention",
          "failed",
          "database CPU per call",
          "client CPU per call",
          "log per call",
          "pages found per call",
          "pages read per call",
          "pages logged per call");

  @TempDir private Path folder;

  private final List<Figure> figures = new ArrayList<>();

  @Test
  void everyCellHasItsFigures() throws Exception {
    List<Contender> two =
        Contenders.all().stream()
            .filter(each -> Set.of("interlock", "function").contains(each.name()))
            .toList();
    Scenario wide = TransferScenario.among(new NumberedAccounts("c0000009", 50));
    Scenario hot = new RoleChangeScenario(new NumberedAccounts("c2000002", 1));
    new Throughput(two, List.of(wide, hot)).run(context(), figures::add);

    for (String metric : METRICS) {
      assertThat(cells("transfer", metric)).as(metric).hasSize(5);
      assertThat(cells("permission-change", metric)).as(metric).hasSize(5);
    }
    assertThat(cells("permission-change", "accepted per second")).hasSize(5);
    assertThat(longest("p50", "0 ms")).isPositive();
    assertThat(longest("p50", "1 ms")).isGreaterThan(2);
    assertThat(figures)
        .filteredOn(figure -> figure.metric().equals("failed"))
        .allSatisfy(figure -> assertThat(figure.most()).isZero());
  }

  private double longest(String metric, String delay) {
    return cells("transfer", metric).stream()
        .filter(figure -> delay.equals(figure.conditions().get("delay")))
        .mapToDouble(Figure::median)
        .max()
        .orElseThrow();
  }

  @Test
  @Tag("soak")
  void everyContenderIsMeasuredUnderEveryLoad() throws Exception {
    new Throughput().run(context(), figures::add);

    for (Contender contender : Contenders.all()) {
      for (Scenario scenario : Scenarios.ALL) {
        assertThat(cells(scenario.subject(), "calls per second"))
            .filteredOn(figure -> figure.contender().equals(contender.name()))
            .filteredOn(
                figure -> scenario.value().equals(figure.conditions().get(scenario.condition())))
            .isNotEmpty();
      }
    }
  }

  @Test
  @Tag("soak")
  void contentionIsMeasuredWithAndWithoutQueues() throws Exception {
    Throughput.ofContention().run(context(), figures::add);

    for (String contender : List.of("interlock", "interlock-waits")) {
      assertThat(figures)
          .filteredOn(figure -> figure.contender().equals(contender))
          .filteredOn(figure -> figure.metric().equals("p99.9"))
          .as("six loads, without and with delay, at one number of connections")
          .hasSize(12)
          .allSatisfy(figure -> assertThat(figure.part()).isEqualTo("contention"));
    }
  }

  private List<Figure> cells(String subject, String metric) {
    return figures.stream()
        .filter(figure -> figure.part().equals("throughput"))
        .filter(figure -> figure.subject().equals(subject) && figure.metric().equals(metric))
        .toList();
  }

  private PartContext context() {
    return new PartContext(
        Path.of("..").toAbsolutePath().normalize(), folder, Scale.QUICK, _ -> {});
  }

  @Test
  void aContenderThatLiesEndsTheRun() throws Exception {
    try (BenchServer server = BenchServer.start(context(), List.of())) {
      PreparedDatabase database = server.create("bench_liar");
      Scenario hot = TransferScenario.toOne(new NumberedAccounts("c0000008", 3));
      Scenario some = new RoleChangeScenario(new NumberedAccounts("c2000003", 3));
      try (Connection owner = database.owner().connect()) {
        hot.open(owner);
        some.open(owner);
      }
      assertThatThrownBy(() -> ClosedLoop.run(cell(hot, Result.ACCEPTED, database)))
          .hasMessageContaining("balance of the destination changed by 0");
      assertThatThrownBy(() -> ClosedLoop.run(cell(some, Result.REFUSED, database)))
          .hasMessageContaining("unexpected answers {REFUSED=");
      assertThatThrownBy(() -> ClosedLoop.run(cell(hot, Result.FAILED, database)))
          .hasMessageContaining("nothing was decided");
    }
  }

  private static LoadCell cell(Scenario scenario, Result always, PreparedDatabase database) {
    return new LoadCell(
        scenario,
        new Liar(always),
        2,
        database,
        database.functions(),
        Timing.ofMillis(0, 10),
        scenario.subject(),
        scenario.conditions(2, Duration.ZERO));
  }

  /// Does nothing, and always answers the same.
  private record Liar(Result always) implements Contender {
    @Override
    public String name() {
      return "liar";
    }

    @Override
    public String title() {
      return "liar";
    }

    @Override
    public String needs() {
      return "";
    }

    @Override
    public ContenderSession open(DatabaseAddress functions, UnaryOperator<Database> between) {
      return new ContenderSession() {
        @Override
        public Result run(Order order) throws SQLException {
          return always;
        }

        @Override
        public long attempts() {
          return 1;
        }

        @Override
        public long connects() {
          return 0;
        }

        @Override
        public void close() {}
      };
    }
  }
}
