package dev.interlock.bench.start;

import dev.interlock.bench.contender.Contender;
import dev.interlock.bench.contender.Contenders;
import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
import dev.interlock.emulator.LocalFunctions;
import dev.interlock.emulator.lambda.RuntimeClient;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/// What it takes from nothing to a function's first answer out of the database: Interlock's against
/// the same function as it is usually written, with and without an AOT cache.
///
/// Each start is a process of its own, run by AWS's runtime client with the flags of the template,
/// and each call of the others is one call of the PL/pgSQL function that does all that Interlock
/// does: what differs is the code around it.
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
      Environments environments = new Environments(client, new Requests(owner));
      List<StartCell> cells = cells(context, plan, own.template());
      if (plan.cached()) {
        for (StartCell cell : cells) {
          context.progress().accept("start: an AOT cache of " + cell.title());
          cell.train(environments);
        }
      }
      for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
        context.progress().accept("start: repetition " + repetition + " of " + plan.repetitions());
        for (StartCell cell : cells) {
          cell.measure(environments);
        }
      }
      for (StartCell cell : cells) {
        cell.figures(name(), figures);
      }
    }
  }

  // The others' database functions are those of the contender that has nothing else.
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
    return plan.operations().stream()
        .flatMap(operation ->
            plan.writings().stream()
                .map(writing -> StartCell.of(context.root(), operation, writing, template, caches)))
        .toList();
  }
}
