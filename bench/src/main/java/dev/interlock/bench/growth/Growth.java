package dev.interlock.bench.growth;

import dev.interlock.bench.Figure;
import dev.interlock.bench.Part;
import dev.interlock.bench.Setting;
import dev.interlock.bench.contender.Contender;
import dev.interlock.bench.contender.Contenders;
import dev.interlock.bench.load.Accounts;
import dev.interlock.bench.load.BenchServer;
import dev.interlock.bench.load.Cell;
import dev.interlock.bench.load.Comparison;
import dev.interlock.bench.load.Scenario;
import dev.interlock.bench.load.Soundness;
import dev.interlock.bench.load.Sql;
import dev.interlock.bench.load.Transfers;
import dev.interlock.emulator.database.PreparedDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Measures Interlock's transfer as connections become more, and as rows do; and what a call leaves
/// behind, which is what a model of a larger machine starts from.
public final class Growth implements Part {

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration NEAR = Duration.ofMillis(1);
  private static final Duration PAST = Duration.ofDays(30);

  private final Contender interlock;

  public Growth() {
    this(Contenders.all().getFirst());
  }

  Growth(Contender interlock) {
    this.interlock = interlock;
  }

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public void run(Setting setting, Consumer<Figure> figures) throws Exception {
    Plan plan = Plan.of(setting.scale());
    try (BenchServer server = BenchServer.start(setting, plan.settings())) {
      Run run = new Run(setting, plan, server, figures);
      run.connections();
      run.rows();
    }
  }

  private final class Run {
    private final Setting setting;
    private final Plan plan;
    private final BenchServer server;
    private final Consumer<Figure> figures;

    Run(Setting setting, Plan plan, BenchServer server, Consumer<Figure> figures) {
      this.setting = setting;
      this.plan = plan;
      this.server = server;
      this.figures = figures;
    }

    private void say(String line) {
      setting.progress().accept("growth: " + line);
    }

    void connections() throws Exception {
      Scenario wide = Transfers.among(new Accounts("d0000001", plan.accounts()));
      Scenario hot = Transfers.toOne(new Accounts("d0000002", plan.accounts() / 10 + 1));
      PreparedDatabase database = server.create("growth_connections");
      try (Connection owner = database.owner().connect()) {
        wide.open(owner);
        hot.open(owner);
        Sql.run(owner, "VACUUM (FREEZE, ANALYZE)");
        interlock.prepare(owner);
        setting.server().look(owner);
      }
      say("connections, " + wide.value() + " accounts");
      List<Cell> cells = byConnections(wide, database);
      // What a call is billed for: by itself, near its database and not.
      cells.add(cell(wide, 1, NEAR, database));
      Usage before = Usage.of(database);
      ModelInputs inputs = new ModelInputs(figures);
      Comparison.run(name(), cells, plan.repetitions(), inputs);
      inputs.accept(storage(wide, Usage.of(database).since(before)));
      inputs.print(setting.progress());
      say("connections, " + hot.value());
      Comparison.run(name(), byConnections(hot, database), plan.repetitions(), figures);
      audit(database);
    }

    private List<Cell> byConnections(Scenario scenario, PreparedDatabase database)
        throws IOException {
      List<Cell> cells = new ArrayList<>();
      for (int connections : plan.connections()) {
        cells.add(cell(scenario, connections, AT_ONCE, database));
      }
      return cells;
    }

    private Figure storage(Scenario scenario, Usage usage) {
      say(usage.calls() + " calls left tables and indexes behind");
      return new Figure(
          name(),
          scenario.subject(),
          Map.of(scenario.condition(), scenario.value()),
          interlock.name(),
          ModelInputs.STORAGE,
          "B",
          List.of(usage.bytesPerCall()));
    }

    void rows() throws Exception {
      Map<Integer, PreparedDatabase> databases = new LinkedHashMap<>();
      for (int rows : plan.rows()) {
        databases.put(rows, withPast(rows));
      }
      // What is still to be written of all that is not to be written while the calls are timed.
      new ProcessBuilder("sync").inheritIO().start().waitFor();
      say("rows, long after a checkpoint");
      Comparison.run(name(), byRows(databases, "transfer"), plan.repetitions(), figures);
      say("rows, just after a checkpoint");
      try (Connection owner = databases.values().iterator().next().owner().connect()) {
        Sql.run(owner, "CHECKPOINT");
      }
      Comparison.run(
          name(),
          byRows(databases, "transfer just after a checkpoint"),
          plan.repetitions(),
          figures);
      for (Map.Entry<Integer, PreparedDatabase> each : databases.entrySet()) {
        if (each.getKey() <= plan.auditedMost()) {
          audit(each.getValue());
        }
      }
    }

    private PreparedDatabase withPast(int rows) throws Exception {
      long start = System.nanoTime();
      PreparedDatabase database = server.create("growth_rows_" + rows);
      new Past(new Accounts("", rows), Instant.now().minus(PAST)).put(database);
      try (Connection owner = database.owner().connect()) {
        interlock.prepare(owner);
      }
      say(rows + " rows of each put in within " + seconds(start) + " s");
      return database;
    }

    private static long seconds(long start) {
      return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    private List<Cell> byRows(Map<Integer, PreparedDatabase> databases, String subject) {
      List<Cell> cells = new ArrayList<>();
      for (Map.Entry<Integer, PreparedDatabase> each : databases.entrySet()) {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("rows", String.format(Locale.ROOT, "%,d", each.getKey()));
        conditions.put("connections", Integer.toString(plan.shared()));
        conditions.put("delay", "0 ms");
        cells.add(
            new Cell(
                Transfers.among(new Accounts("", each.getKey())),
                interlock,
                plan.shared(),
                each.getValue(),
                each.getValue().functions(),
                plan.rowsTiming(),
                subject,
                conditions));
      }
      return cells;
    }

    private Cell cell(
        Scenario scenario, int connections, Duration eachWay, PreparedDatabase database)
        throws IOException {
      return new Cell(
          scenario,
          interlock,
          connections,
          database,
          server.functions(database, eachWay),
          plan.connectionsTiming(),
          scenario.subject(),
          scenario.conditions(connections, eachWay));
    }

    private void audit(PreparedDatabase database) throws SQLException {
      say("checking the history of " + database.owner().database());
      try (Connection owner = database.owner().connect()) {
        Soundness.require(owner);
      }
    }
  }
}
