package dev.interlock.bench.growth;

import dev.interlock.bench.contender.Contender;
import dev.interlock.bench.contender.Contenders;
import dev.interlock.bench.load.BenchServer;
import dev.interlock.bench.load.LoadCell;
import dev.interlock.bench.load.NumberedAccounts;
import dev.interlock.bench.load.Scenario;
import dev.interlock.bench.load.SideBySide;
import dev.interlock.bench.load.Soundness;
import dev.interlock.bench.load.Sql;
import dev.interlock.bench.load.Transfers;
import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
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
  public void run(PartContext context, Consumer<Figure> figures) throws Exception {
    GrowthPlan plan = GrowthPlan.of(context.scale());
    try (BenchServer server = BenchServer.start(context, plan.settings())) {
      Run run = new Run(context, plan, server, figures);
      run.connections();
      run.rows();
    }
  }

  private final class Run {
    private final PartContext context;
    private final GrowthPlan plan;
    private final BenchServer server;
    private final Consumer<Figure> figures;

    Run(PartContext context, GrowthPlan plan, BenchServer server, Consumer<Figure> figures) {
      this.context = context;
      this.plan = plan;
      this.server = server;
      this.figures = figures;
    }

    private void say(String line) {
      context.progress().accept("growth: " + line);
    }

    void connections() throws Exception {
      Scenario wide = Transfers.among(new NumberedAccounts("d0000001", plan.accounts()));
      Scenario hot = Transfers.toOne(new NumberedAccounts("d0000002", plan.accounts() / 10 + 1));
      PreparedDatabase database = server.create("growth_connections");
      try (Connection owner = database.owner().connect()) {
        wide.open(owner);
        hot.open(owner);
        Sql.run(owner, "VACUUM (FREEZE, ANALYZE)");
        interlock.prepare(owner);
        context.server().look(owner);
      }
      say("connections, " + wide.value() + " accounts");
      List<LoadCell> cells = byConnections(wide, database);
      // What a call is billed for: by itself, near its database and not.
      cells.add(cell(wide, 1, NEAR, database));
      StorageUse before = StorageUse.of(database);
      ModelInputs inputs = new ModelInputs(figures);
      SideBySide.run(name(), cells, plan.repetitions(), inputs);
      inputs.accept(storage(wide, StorageUse.of(database).since(before)));
      inputs.print(context.progress());
      say("connections, " + hot.value());
      SideBySide.run(name(), byConnections(hot, database), plan.repetitions(), figures);
      audit(database);
    }

    private List<LoadCell> byConnections(Scenario scenario, PreparedDatabase database)
        throws IOException {
      List<LoadCell> cells = new ArrayList<>();
      for (int connections : plan.connections()) {
        cells.add(cell(scenario, connections, AT_ONCE, database));
      }
      return cells;
    }

    private Figure storage(Scenario scenario, StorageUse usage) {
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
      SideBySide.run(name(), byRows(databases, "transfer"), plan.repetitions(), figures);
      say("rows, just after a checkpoint");
      try (Connection owner = databases.values().iterator().next().owner().connect()) {
        Sql.run(owner, "CHECKPOINT");
      }
      SideBySide.run(
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
      new SeededHistory(new NumberedAccounts("", rows), Instant.now().minus(PAST)).put(database);
      try (Connection owner = database.owner().connect()) {
        interlock.prepare(owner);
      }
      say(rows + " rows of each put in within " + seconds(start) + " s");
      return database;
    }

    private static long seconds(long start) {
      return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    private List<LoadCell> byRows(Map<Integer, PreparedDatabase> databases, String subject) {
      List<LoadCell> cells = new ArrayList<>();
      for (Map.Entry<Integer, PreparedDatabase> each : databases.entrySet()) {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("rows", String.format(Locale.ROOT, "%,d", each.getKey()));
        conditions.put("connections", Integer.toString(plan.shared()));
        conditions.put("delay", "0 ms");
        cells.add(
            new LoadCell(
                Transfers.among(new NumberedAccounts("", each.getKey())),
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

    private LoadCell cell(
        Scenario scenario, int connections, Duration eachWay, PreparedDatabase database)
        throws IOException {
      return new LoadCell(
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
