package dev.interlock.bench.anomaly;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
import dev.interlock.bench.part.TimeLeft;
import dev.interlock.emulator.database.DatabasePreparation;
import dev.interlock.emulator.database.EmbeddedPostgres;
import dev.interlock.emulator.database.PreparedDatabase;
import dev.interlock.emulator.database.ServerSettings;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.Contenders;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// Counts how often each contender loses money, stock or owners when calls race, are retried, or
/// outlive a role. The interleaving of half of the rounds is forced, so that zero means something.
public final class Anomalies implements Part {

  static final String NAME = "anomalies";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(PartContext context, Consumer<Figure> figures) throws Exception {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(
            context.root().resolve("tools/emulator/target"),
            context.folder(),
            FreePort.choose(),
            ServerSettings.disposable())) {
      DatabasePreparation.createDatabase(server);
      PreparedDatabase database =
          DatabasePreparation.prepareWithDemoData(
              server.owner(), UUID.randomUUID().toString(), context.progress());
      AnomalyCount count =
          switch (context.scale()) {
            case QUICK -> count(database, 5, 2, new ConcurrentLoad(4, 5));
            case FULL -> count(database, 200, 50, new ConcurrentLoad(8, 40));
          };
      List<Contender> contenders = prepared(database, context);
      TimeLeft left = new TimeLeft(contenders.size());
      for (Contender contender : contenders) {
        context.progress().accept("anomalies: " + contender.title() + left);
        count.of(contender, figures);
        left.count(1);
      }
    }
  }

  private static AnomalyCount count(
      PreparedDatabase database, int rounds, int cuts, ConcurrentLoad load) {
    return new AnomalyCount(database.owner(), database.functions(), rounds, cuts, load);
  }

  private static List<Contender> prepared(PreparedDatabase database, PartContext context)
      throws SQLException {
    List<Contender> contenders = new ArrayList<>(Contenders.all());
    contenders.addAll(Contenders.ofAnomaliesOnly());
    try (Connection owner = database.owner().connect()) {
      for (Contender contender : contenders) {
        contender.prepare(owner);
      }
      context.server().look(owner);
    }
    return contenders;
  }
}
