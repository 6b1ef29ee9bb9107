package dev.interlock.bench.call;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
import dev.interlock.bench.part.Scale;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/// What a call costs a warm function besides the database, and what it asks of one.
public final class CallCost implements Part {

  private static final double BYTES_PER_KIB = 1024;

  @Override
  public String name() {
    return "call";
  }

  @Override
  public void run(PartContext context, Consumer<Figure> figures) throws Exception {
    CallPlan effort = CallPlan.of(context.scale());
    List<CallCell> cells = new ArrayList<>();
    // The database is stopped before anything is measured that is beside it.
    CallFixture.lend(
        context.root(),
        context.folder(),
        world -> {
          try (Connection owner = world.owner().connect()) {
            context.server().look(owner);
          }
          for (WriteFunction function : WriteFunction.values()) {
            context.progress().accept("call: counting " + function.title());
            report(function, WireCounts.of(function, world, effort.calls()), figures);
            cells.addAll(cells(function, world, context));
          }
        });
    measure(cells, effort, context, figures);
  }

  private List<CallCell> cells(WriteFunction function, CallFixture world, PartContext context)
      throws Exception {
    List<CallCell> cells = new ArrayList<>();
    Recorder recorder = new Recorder(world, context.folder());
    for (AnswerKind answer : AnswerKind.values()) {
      Path recording = recorder.record(function, answer);
      cells.addAll(CallCell.callsOf(function, answer, recording));
      if (function == WriteFunction.TRANSFER && answer == AnswerKind.ACCEPTED) {
        cells.addAll(CallCell.stepsOf(function, recording));
      }
    }
    // Each is a JVM: one of a kind shows that they run.
    return context.scale() == Scale.QUICK ? cells.subList(0, 1) : cells;
  }

  private void report(WriteFunction function, WireCounts counts, Consumer<Figure> figures) {
    double connects = counts.connects() * 10_000.0 / counts.calls();
    figures.accept(
        figure(
            function.title(),
            CallCell.counted("all"),
            "connections per 10,000 calls",
            "",
            List.of(connects)));
    counts
        .byAnswer()
        .forEach((answer, tally) -> {
          Map<String, String> conditions = CallCell.counted(answer.title());
          figures.accept(
              figure(
                  function.title(),
                  conditions,
                  "round trips per call",
                  "",
                  List.of(tally.turnsPerCall())));
          figures.accept(
              figure(
                  function.title(),
                  conditions,
                  "attempts per call",
                  "",
                  List.of(tally.attemptsPerCall())));
        });
  }

  private void measure(
      List<CallCell> cells, CallPlan effort, PartContext context, Consumer<Figure> figures)
      throws IOException, RunnerException {
    if (context.scale() == Scale.QUICK) {
      // Where nothing is measured, another run at the same time does no harm.
      System.setProperty("jmh.ignoreLock", "true");
    }
    List<String> flags = flags(context.root());
    List<List<CellCost>> costs = new ArrayList<>();
    cells.forEach(_ -> costs.add(new ArrayList<>()));
    // All of the table again and again, so that what disturbs the machine for a while disturbs all.
    for (int repetition = 1; repetition <= effort.repetitions(); repetition++) {
      context.progress().accept("call: costs, " + repetition + " of " + effort.repetitions());
      for (int i = 0; i < cells.size(); i++) {
        costs.get(i).add(CellCost.of(cells.get(i), flags, effort));
      }
    }
    for (int i = 0; i < cells.size(); i++) {
      report(cells.get(i), costs.get(i), figures);
    }
  }

  private void report(CallCell cell, List<CellCost> costs, Consumer<Figure> figures) {
    figures.accept(figure(cell, "work besides the database p50", "µs", costs, CellCost::p50Micros));
    figures.accept(figure(cell, "cpu", "µs", costs, CellCost::cpuMicros));
    figures.accept(
        figure(cell, "allocated", "KiB", costs, cost -> cost.allocatedBytes() / BYTES_PER_KIB));
  }

  private Figure figure(
      CallCell cell,
      String metric,
      String unit,
      List<CellCost> costs,
      ToDoubleFunction<CellCost> value) {
    List<Double> values = costs.stream().mapToDouble(value).boxed().toList();
    return figure(cell.subject(), cell.conditions(), metric, unit, values);
  }

  private Figure figure(
      String subject,
      Map<String, String> conditions,
      String metric,
      String unit,
      List<Double> values) {
    return new Figure(name(), subject, conditions, "interlock", metric, unit, values);
  }

  /// The flags that the template gives the functions' JVMs.
  private static List<String> flags(Path root) throws IOException {
    Map<String, String> any =
        Stream.of(
                "DatabaseUrl",
                "DatabaseUser",
                "DatabasePassword",
                "DatabaseProduct",
                "JwtIssuer",
                "JwtAudience")
            .collect(Collectors.toMap(name -> name, _ -> ""));
    Template template = Template.read(root.resolve("template.yaml"), any);
    Template.Function function = template.functions().values().iterator().next();
    String flags = function.environment().getOrDefault("JAVA_TOOL_OPTIONS", "");
    return Stream.of(flags.split(" ", -1)).filter(flag -> !flag.isEmpty()).toList();
  }
}
