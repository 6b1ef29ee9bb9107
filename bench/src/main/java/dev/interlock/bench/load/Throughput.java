package dev.interlock.bench.load;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
import dev.interlock.bench.part.Scale;
import dev.interlock.bench.part.TimeLeft;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.Contenders;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/// Measures throughput and latency of each contender.
///
/// Interlock is measured at every number of connections, with and without network delay. The others
/// are compared with it at one number of connections, without delay, and with delay where callers
/// do not conflict. Under contention, Interlock is measured with the queues of rows and with random
/// waits in their place, everywhere. The cells of one load take turns, so ratios of their figures
/// are meaningful; ratios across loads are not.
public final class Throughput implements Part {

  private static final Duration AT_ONCE = Duration.ZERO;

  private final String name;
  private final List<Contender> contenders;
  private final List<Scenario> scenarios;
  private final Function<Scale, ThroughputPlan> plans;

  /// All contenders under all loads.
  public Throughput() {
    this(Contenders.all(), Scenarios.ALL);
  }

  /// @param contenders Interlock first
  Throughput(List<Contender> contenders, List<Scenario> scenarios) {
    this("throughput", contenders, scenarios, ThroughputPlan::of);
  }

  private Throughput(
      String name,
      List<Contender> contenders,
      List<Scenario> scenarios,
      Function<Scale, ThroughputPlan> plans) {
    this.name = name;
    this.contenders = contenders;
    this.scenarios = scenarios;
    this.plans = plans;
  }

  /// Interlock with and without the queues of rows, under loads that contend.
  public static Throughput ofContention() {
    return new Throughput(
        "contention",
        List.of(Contenders.interlock(), Contenders.interlockWithoutQueues()),
        Scenarios.CONTENDED,
        ThroughputPlan::ofContention);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void run(PartContext context, Consumer<Figure> figures) throws Exception {
    ThroughputPlan plan = plans.apply(context.scale());
    try (BenchServer server = BenchServer.start(context, plan.settings())) {
      new Run(context, plan, server).run(figures);
    }
  }

  private final class Run {
    private final PartContext context;
    private final ThroughputPlan plan;
    private final BenchServer server;
    private final Map<Contender, PreparedDatabase> databases = new LinkedHashMap<>();

    Run(PartContext context, ThroughputPlan plan, BenchServer server) {
      this.context = context;
      this.plan = plan;
      this.server = server;
    }

    void run(Consumer<Figure> figures) throws Exception {
      makeDatabases();
      PreparedDatabase interlock = databases.values().iterator().next();
      context
          .progress()
          .accept(
              "%s: a round trip takes %d µs, over the delayed wire %d µs"
                  .formatted(
                      name,
                      server.pingMedian(interlock, AT_ONCE).toNanos() / 1_000,
                      server.pingMedian(interlock, plan.eachWay()).toNanos() / 1_000));
      settle();
      Map<Scenario, List<LoadCell>> cellsOf = new LinkedHashMap<>();
      for (Scenario scenario : scenarios) {
        cellsOf.put(scenario, cells(scenario));
      }
      TimeLeft left = new TimeLeft(cellsOf.values().stream().mapToInt(List::size).sum());
      for (Map.Entry<Scenario, List<LoadCell>> each : cellsOf.entrySet()) {
        Scenario scenario = each.getKey();
        List<LoadCell> cells = each.getValue();
        context
            .progress()
            .accept(
                "%s: %s, %s %s: %d cells%s"
                    .formatted(
                        name,
                        scenario.subject(),
                        scenario.condition(),
                        scenario.value(),
                        cells.size(),
                        left));
        SideBySide.run(name(), cells, plan.repetitions(), figures);
        left.count(cells.size());
      }
      requireSound(interlock);
    }

    private void makeDatabases() throws SQLException {
      PreparedDatabase template = server.create("bench_template");
      try (Connection owner = template.owner().connect()) {
        for (Scenario scenario : scenarios) {
          scenario.open(owner);
        }
        Sql.run(owner, "VACUUM (FREEZE, ANALYZE)");
        context.server().look(owner);
      }
      databases.putAll(server.copies(template, contenders));
    }

    /// Warm-up, so that the first contender is not penalised.
    private void settle() throws Exception {
      for (Contender contender : contenders) {
        for (Scenario scenario : scenarios) {
          Load load = new Load(scenario, plan.shared(), AT_ONCE);
          ClosedLoop.run(cell(load, contender, plan.settling()));
        }
      }
    }

    private List<LoadCell> cells(Scenario scenario) throws IOException {
      Contender interlock = contenders.getFirst();
      List<LoadCell> cells = new ArrayList<>();
      for (Duration eachWay : List.of(AT_ONCE, plan.eachWay())) {
        for (int connections : plan.connections()) {
          for (Contender each : plan.comparesAll() ? contenders : List.of(interlock)) {
            cells.add(cell(new Load(scenario, connections, eachWay), each));
          }
        }
        for (Contender other : contenders.subList(1, contenders.size())) {
          boolean compared =
              !plan.comparesAll() && (eachWay.isZero() || scenario.equals(Scenarios.WIDE));
          if (compared) {
            cells.add(cell(new Load(scenario, plan.shared(), eachWay), other));
          }
        }
      }
      return cells;
    }

    private LoadCell cell(Load load, Contender contender) throws IOException {
      return cell(load, contender, load.timing(plan));
    }

    private LoadCell cell(Load load, Contender contender, Timing timing) throws IOException {
      PreparedDatabase database = Objects.requireNonNull(databases.get(contender));
      return new LoadCell(
          load.scenario(),
          contender,
          load.connections(),
          database,
          server.functions(database, load.eachWay()),
          timing,
          load.scenario().subject(),
          load.scenario().conditions(load.connections(), load.eachWay()));
    }

    /// Interlock's complete history.
    private void requireSound(PreparedDatabase database) throws SQLException {
      context.progress().accept(name + ": checking Interlock's history");
      try (Connection owner = database.owner().connect()) {
        Soundness.require(owner);
      }
    }
  }
}
