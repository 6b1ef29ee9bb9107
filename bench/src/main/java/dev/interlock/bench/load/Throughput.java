package dev.interlock.bench.load;

import dev.interlock.bench.contender.Contender;
import dev.interlock.bench.contender.Contenders;
import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
import dev.interlock.emulator.database.PreparedDatabase;
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

/// Measures how many calls a second each contender answers, and how long each takes.
///
/// Interlock goes through every number of connections, with a delay and without; the others are
/// held beside it at one number of connections, without a delay, and with one where callers do not
/// meet. All of one load is measured in turns, so its figures can be divided by one another; those
/// of two loads cannot.
public final class Throughput implements Part {

  private static final Duration AT_ONCE = Duration.ZERO;

  private final List<Contender> contenders;
  private final List<Scenario> scenarios;

  /// Everybody under every load.
  public Throughput() {
    this(Contenders.all(), Scenarios.ALL);
  }

  /// @param contenders the first of whom is Interlock
  Throughput(List<Contender> contenders, List<Scenario> scenarios) {
    this.contenders = contenders;
    this.scenarios = scenarios;
  }

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public void run(PartContext context, Consumer<Figure> figures) throws Exception {
    ThroughputPlan plan = ThroughputPlan.of(context.scale());
    try (BenchServer server = BenchServer.start(context, settings(plan))) {
      new Run(context, plan, server).run(figures);
    }
  }

  /// What a server of this size is usually given.
  private static List<String> settings(ThroughputPlan plan) {
    return List.of(
        "shared_buffers=" + plan.memory(), "max_wal_size=16GB", "checkpoint_timeout=30min");
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
              "throughput: a round trip takes %d µs, over the delayed wire %d µs"
                  .formatted(
                      server.pingMedian(interlock, AT_ONCE).toNanos() / 1_000,
                      server.pingMedian(interlock, plan.eachWay()).toNanos() / 1_000));
      settle();
      for (Scenario scenario : scenarios) {
        List<LoadCell> cells = cells(scenario);
        context
            .progress()
            .accept(
                "throughput: %s, %s %s: %d cells"
                    .formatted(
                        scenario.subject(), scenario.condition(), scenario.value(), cells.size()));
        SideBySide.run(name(), cells, plan.repetitions(), figures);
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
      for (Contender contender : contenders) {
        String name = "bench_" + contender.name().replace('-', '_');
        PreparedDatabase database = server.copy(template, name);
        try (Connection owner = database.owner().connect()) {
          contender.prepare(owner);
        }
        databases.put(contender, database);
      }
    }

    /// Warm-up, so that the first contender is not penalised.
    private void settle() throws Exception {
      for (Contender contender : contenders) {
        for (Scenario scenario : scenarios) {
          ClosedLoop.run(cell(scenario, contender, plan.shared(), AT_ONCE, plan.settling()));
        }
      }
    }

    private List<LoadCell> cells(Scenario scenario) throws IOException {
      Contender interlock = contenders.getFirst();
      List<LoadCell> cells = new ArrayList<>();
      for (Duration eachWay : List.of(AT_ONCE, plan.eachWay())) {
        for (int connections : plan.connections()) {
          cells.add(
              cell(
                  scenario,
                  interlock,
                  connections,
                  eachWay,
                  timing(scenario, connections, eachWay)));
        }
        for (Contender other : contenders.subList(1, contenders.size())) {
          boolean compared = eachWay.isZero() || scenario.equals(Scenarios.WIDE);
          if (compared) {
            cells.add(
                cell(
                    scenario,
                    other,
                    plan.shared(),
                    eachWay,
                    timing(scenario, plan.shared(), eachWay)));
          }
        }
      }
      return cells;
    }

    /// What goes wrong for long needs a window that is longer: deadlocks, which the server looks
    /// for after a second, and a crowd before one row.
    private Timing timing(Scenario scenario, int connections, Duration eachWay) {
      boolean compared = connections == plan.shared();
      boolean lasts =
          (compared && Scenarios.DEADLOCKING.contains(scenario))
              || (connections == plan.connectionsMost() && scenario.equals(Scenarios.HOT));
      if (lasts && eachWay.isZero()) {
        return plan.patient();
      }
      return compared ? plan.compared() : plan.timing();
    }

    private LoadCell cell(
        Scenario scenario, Contender contender, int connections, Duration eachWay, Timing timing)
        throws IOException {
      PreparedDatabase database = Objects.requireNonNull(databases.get(contender));
      return new LoadCell(
          scenario,
          contender,
          connections,
          database,
          server.functions(database, eachWay),
          timing,
          scenario.subject(),
          scenario.conditions(connections, eachWay));
    }

    /// Interlock's own history, from the first call to the last.
    private void requireSound(PreparedDatabase database) throws SQLException {
      context.progress().accept("throughput: checking Interlock's history");
      try (Connection owner = database.owner().connect()) {
        Soundness.require(owner);
      }
    }
  }
}
