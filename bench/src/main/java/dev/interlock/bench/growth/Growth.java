package dev.interlock.bench.growth;

import dev.interlock.bench.load.BenchServer;
import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.Contenders;
import java.util.function.Consumer;

/// Measures Interlock's transfer with a growing number of connections, and with a growing number of
/// rows. Also measures what a call leaves behind, the input of a model of larger machines.
public final class Growth implements Part {

  static final String NAME = "growth";

  private final Contender interlock;

  public Growth() {
    this(Contenders.all().getFirst());
  }

  Growth(Contender interlock) {
    this.interlock = interlock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(PartContext context, Consumer<Figure> figures) throws Exception {
    GrowthPlan plan = GrowthPlan.of(context.scale());
    try (BenchServer server = BenchServer.start(context, plan.settings())) {
      GrowthRun run = new GrowthRun(context, plan, server, interlock);
      new ConnectionGrowth(run).measure(figures);
      new RowGrowth(run).measure(figures);
    }
  }
}
