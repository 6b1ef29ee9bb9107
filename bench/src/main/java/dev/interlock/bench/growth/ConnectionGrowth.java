package dev.interlock.bench.growth;

import dev.interlock.bench.load.LoadCell;
import dev.interlock.bench.load.NumberedAccounts;
import dev.interlock.bench.load.Scenario;
import dev.interlock.bench.load.SideBySide;
import dev.interlock.bench.load.Sql;
import dev.interlock.bench.load.TransferScenario;
import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Series;
import dev.interlock.emulator.database.PreparedDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Transfers with a growing number of connections: between many accounts, and to a single one.
final class ConnectionGrowth {

  private static final Duration NEAR = Duration.ofMillis(1);

  private final GrowthRun run;
  private final Scenario wide;
  private final Scenario hot;

  ConnectionGrowth(GrowthRun run) {
    this.run = run;
    int accounts = run.plan().accounts();
    this.wide = TransferScenario.among(new NumberedAccounts("d0000001", accounts));
    this.hot = TransferScenario.toOne(new NumberedAccounts("d0000002", accounts / 10 + 1));
  }

  void measure(Consumer<Figure> figures) throws Exception {
    PreparedDatabase database = prepared();
    run.say("connections, " + wide.value() + " accounts");
    List<LoadCell> cells = byConnections(wide, database);
    // The billed duration: a single caller, with the database on the same host and one hop away.
    cells.add(run.cell(wide, 1, NEAR, database));
    StorageUse before = StorageUse.of(database);
    ModelInputs inputs = new ModelInputs(figures);
    SideBySide.run(Growth.NAME, cells, run.plan().repetitions(), inputs);
    inputs.accept(storage(StorageUse.of(database).since(before)));
    inputs.print(run.context().progress());
    run.say("connections, " + hot.value());
    SideBySide.run(Growth.NAME, byConnections(hot, database), run.plan().repetitions(), figures);
    run.audit(database);
  }

  private PreparedDatabase prepared() throws SQLException {
    PreparedDatabase database = run.server().create("growth_connections");
    try (Connection owner = database.owner().connect()) {
      wide.open(owner);
      hot.open(owner);
      Sql.run(owner, "VACUUM (FREEZE, ANALYZE)");
      run.interlock().prepare(owner);
      run.context().server().look(owner);
    }
    return database;
  }

  private List<LoadCell> byConnections(Scenario scenario, PreparedDatabase database)
      throws IOException {
    List<LoadCell> cells = new ArrayList<>();
    for (int connections : run.plan().connections()) {
      cells.add(run.cell(scenario, connections, Duration.ZERO, database));
    }
    return cells;
  }

  private Figure storage(StorageUse use) {
    run.say("storage of " + use.calls() + " calls measured");
    Map<String, String> conditions = Map.of(wide.condition(), wide.value());
    return new Series(Growth.NAME, wide.subject(), conditions, run.interlock().name())
        .figure(ModelInputs.STORAGE, "B", List.of(use.bytesPerCall()));
  }
}
