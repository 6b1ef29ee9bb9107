package dev.interlock.bench.growth;

import dev.interlock.bench.load.LoadCell;
import dev.interlock.bench.load.NumberedAccounts;
import dev.interlock.bench.load.SideBySide;
import dev.interlock.bench.load.Sql;
import dev.interlock.bench.load.TransferScenario;
import dev.interlock.bench.part.Figure;
import dev.interlock.emulator.database.PreparedDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Transfers with a growing number of accounts, keys and journal rows.
final class RowGrowth {

  private static final Duration HISTORY = Duration.ofDays(30);

  private final GrowthRun run;
  private final Map<Integer, PreparedDatabase> databases = new LinkedHashMap<>();

  RowGrowth(GrowthRun run) {
    this.run = run;
  }

  void measure(Consumer<Figure> figures) throws Exception {
    for (int rows : run.plan().rows()) {
      databases.put(rows, seeded(rows));
    }
    // Writes out the seeded data now, so that it does not happen while calls are timed.
    new ProcessBuilder("sync").inheritIO().start().waitFor();
    run.say("rows, long after a checkpoint");
    SideBySide.run(Growth.NAME, cells("transfer"), run.plan().repetitions(), figures);
    run.say("rows, just after a checkpoint");
    try (Connection owner = databases.values().iterator().next().owner().connect()) {
      Sql.run(owner, "CHECKPOINT");
    }
    SideBySide.run(
        Growth.NAME, cells("transfer just after a checkpoint"), run.plan().repetitions(), figures);
    for (Map.Entry<Integer, PreparedDatabase> each : databases.entrySet()) {
      if (each.getKey() <= run.plan().auditedMost()) {
        run.audit(each.getValue());
      }
    }
  }

  private PreparedDatabase seeded(int rows) throws Exception {
    long start = System.nanoTime();
    PreparedDatabase database = run.server().create("growth_rows_" + rows);
    new SeededHistory(new NumberedAccounts("", rows), Instant.now().minus(HISTORY)).put(database);
    try (Connection owner = database.owner().connect()) {
      run.interlock().prepare(owner);
    }
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    run.say("%d accounts seeded in %d s".formatted(rows, seconds));
    return database;
  }

  private List<LoadCell> cells(String subject) {
    List<LoadCell> cells = new ArrayList<>();
    for (Map.Entry<Integer, PreparedDatabase> each : databases.entrySet()) {
      Map<String, String> conditions = new LinkedHashMap<>();
      conditions.put("rows", String.format(Locale.ROOT, "%,d", each.getKey()));
      conditions.put("connections", Integer.toString(run.plan().shared()));
      conditions.put("delay", "0 ms");
      cells.add(
          new LoadCell(
              TransferScenario.among(new NumberedAccounts("", each.getKey())),
              run.interlock(),
              run.plan().shared(),
              each.getValue(),
              each.getValue().functions(),
              run.plan().rowsTiming(),
              subject,
              conditions));
    }
    return cells;
  }
}
