package dev.interlock.bench.start;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
import dev.interlock.bench.part.TimeLeft;
import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.lambda.RuntimeClient;
import dev.interlock.emulator.template.Template;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.Contenders;
import dev.interlock.races.contender.DemoOrders;
import dev.interlock.races.contender.MeasuredOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// Measures a cold start, from spawning the process to the first answer from the database, of
/// Interlock's functions and of the usual implementations, with and without an AOT cache.
///
/// Each start is a process that AWS's runtime client runs with the template's flags. The usual
/// implementations call the PL/pgSQL function that does everything Interlock does, so only the code
/// around that call differs.
public final class Start implements Part {

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(PartContext context, Consumer<Figure> figures) throws Exception {
    run(context, StartPlan.of(context.scale()), figures);
  }

  void run(PartContext context, StartPlan plan, Consumer<Figure> figures) throws Exception {
    try (LocalFunctions own = LocalFunctions.startFresh(context.root());
        Connection owner = DriverManager.getConnection(own.ownerConnectionUrl())) {
      prepare(owner);
      context.server().look(owner);
      RuntimeClient client =
          RuntimeClient.unpack(
              context.root().resolve("tools/emulator/target/lambda-runtime"), context.folder());
      Environments environments = new Environments(client, DemoOrders.on(owner));
      List<StartCell> cells = cells(context, plan, own.template());
      if (plan.cached()) {
        for (StartCell cell : cells) {
          context.progress().accept("start: an AOT cache of " + cell.title());
          cell.train(environments);
        }
      }
      TimeLeft left = new TimeLeft(plan.repetitions());
      for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
        context
            .progress()
            .accept("start: repetition " + repetition + " of " + plan.repetitions() + left);
        for (StartCell cell : cells) {
          cell.measure(environments);
        }
        left.count(1);
      }
      for (StartCell cell : cells) {
        cell.figures(name(), figures);
      }
    }
  }

  // The usual implementations call the database functions of this contender.
  private static void prepare(Connection owner) throws SQLException {
    for (Contender contender : Contenders.all()) {
      if (contender.name().equals("function")) {
        contender.prepare(owner);
      }
    }
  }

  private static List<StartCell> cells(PartContext context, StartPlan plan, Template template)
      throws IOException {
    Path caches = Files.createDirectories(context.folder().resolve("aot"));
    List<StartCell> cells = new ArrayList<>();
    for (MeasuredOperation operation : plan.operations()) {
      String id = operation.functionId();
      Template.Function own = Objects.requireNonNull(template.functions().get(id));
      for (Implementation implementation : plan.implementations()) {
        cells.add(
            new StartCell(
                operation,
                implementation,
                implementation.function(context.root(), operation, own),
                caches.resolve(implementation.contender + "-" + id + ".aot")));
      }
    }
    return cells;
  }
}
