package dev.interlock.bench.load;

import dev.interlock.bench.Figure;
import dev.interlock.bench.Part;
import dev.interlock.bench.Setting;
import dev.interlock.bench.contender.Contender;
import dev.interlock.bench.contender.Contenders;
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
  public void run(Setting setting, Consumer<Figure> figures) throws Exception {
    Plan plan = Plan.of(setting.scale());
    try (BenchServer server = BenchServer.start(setting, settings(plan))) {
      new Run(setting, plan, server).run(figures);
    }
  }

  /// What a server of this size is usually given.
  private static List<String> settings(Plan plan) {
    return List.of(
        "shared_buffers=" + plan.memory(), "max_wal_size=16GB", "checkpoint_timeout=30min");
  }

  private final class Run {
    private final Setting setting;
    private final Plan plan;
    private final BenchServer server;
    private final Map<Contender, PreparedDatabase> databases = new LinkedHashMap<>();

    Run(Setting setting, Plan plan, BenchServer server) {
      this.setting = setting;
      this.plan = plan;
      this.server = server;
    }

    void run(Consumer<Figure> figures) throws Exception {
      makeDatabases();
      PreparedDatabase interlock = databases.values().iterator().next();
      setting
          .progress()
          .accept(
              "throughput: a round trip takes %d µs, over the delayed wire %d µs"
                  .formatted(
                      server.pingMedian(interlock, AT_ONCE).toNanos() / 1_000,
                      server.pingMedian(interlock, plan.eachWay()).toNanos() / 1_000));
      settle();
      for (Scenario scenario : scenarios) {
        List<Cell> cells = cells(scenario);
        setting
            .progress()
            .accept(
                "throughput: %s, %s %s: %d cells"
                    .formatted(
                        scenario.subject(), scenario.condition(), scenario.value(), cells.size()));
        Comparison.run(name(), cells, plan.repetitions(), figures);
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
        setting.server().look(owner);
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

    private List<Cell> cells(Scenario scenario) throws IOException {
      Contender interlock = contenders.getFirst();
      List<Cell> cells = new ArrayList<>();
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

    private Cell cell(
        Scenario scenario, Contender contender, int connections, Duration eachWay, Timing timing)
        throws IOException {
      PreparedDatabase database = Objects.requireNonNull(databases.get(contender));
      return new Cell(
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
      setting.progress().accept("throughput: checking Interlock's history");
      try (Connection owner = database.owner().connect()) {
        Soundness.require(owner);
      }
    }
  }
}
