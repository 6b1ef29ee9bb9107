package dev.interlock.bench.growth;

import dev.interlock.bench.load.BenchServer;
import dev.interlock.bench.load.LoadCell;
import dev.interlock.bench.load.Scenario;
import dev.interlock.bench.load.Soundness;
import dev.interlock.bench.part.PartContext;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.races.contender.Contender;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// What both kinds of growth share during a run.
record GrowthRun(PartContext context, GrowthPlan plan, BenchServer server, Contender interlock) {

  void say(String line) {
    context.progress().accept(Growth.NAME + ": " + line);
  }

  LoadCell cell(Scenario scenario, int connections, Duration eachWay, PreparedDatabase database)
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

  void audit(PreparedDatabase database) throws SQLException {
    say("checking the history of " + database.owner().database());
    try (Connection owner = database.owner().connect()) {
      Soundness.require(owner);
    }
  }
}
