package dev.interlock.bench.call;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Part;
import dev.interlock.bench.part.PartContext;
import dev.interlock.bench.part.Scale;
import dev.interlock.bench.part.Series;
import dev.interlock.bench.part.TimeLeft;
import dev.interlock.emulator.Repository;
import dev.interlock.emulator.template.Template;
import dev.interlock.races.contender.MeasuredOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/// Measures the cost of a call on a warm function, without the database, and counts its round
/// trips.
public final class CallCost implements Part {

  private static final double BYTES_PER_KIB = 1024;

  @Override
  public String name() {
    return "call";
  }

  @Override
  public void run(PartContext context, Consumer<Figure> figures) throws Exception {
    CallPlan plan = CallPlan.of(context.scale());
    List<CallCell> cells = new ArrayList<>();
    // The server is stopped before anything is timed.
    CallFixture.lend(
        context.root(),
        context.folder(),
        fixture -> {
          try (Connection owner = fixture.owner().connect()) {
            context.server().look(owner);
          }
          for (MeasuredOperation operation : MeasuredOperation.timed()) {
            context.progress().accept("call: counting " + operation.title());
            report(operation, WireCounts.of(operation, fixture, plan.calls()), figures);
            cells.addAll(cells(operation, fixture, context));
          }
        });
    measure(cells, plan, context, figures);
  }

  private List<CallCell> cells(
      MeasuredOperation operation, CallFixture fixture, PartContext context) throws Exception {
    List<CallCell> cells = new ArrayList<>();
    Recorder recorder = new Recorder(fixture, context.folder());
    for (AnswerKind answer : AnswerKind.values()) {
      Path recording = recorder.record(operation, answer);
      cells.addAll(CallCell.callsOf(operation, answer, recording));
      if (operation == MeasuredOperation.TRANSFER && answer == AnswerKind.ACCEPTED) {
        cells.addAll(CallCell.stepsOf(operation, recording));
      }
    }
    // Each cell starts a JVM: one cell per operation shows that they run.
    return context.scale() == Scale.QUICK ? cells.subList(0, 1) : cells;
  }

  private void report(MeasuredOperation operation, WireCounts counts, Consumer<Figure> figures) {
    double connects = counts.connects() * 10_000.0 / counts.calls();
    figures.accept(
        series(operation.title(), CallCell.counted("all"))
            .figure("connections per 10,000 calls", "", List.of(connects)));
    counts
        .byAnswer()
        .forEach((answer, tally) -> {
          Series series = series(operation.title(), CallCell.counted(answer.title()));
          figures.accept(series.figure("round trips per call", "", List.of(tally.turnsPerCall())));
          figures.accept(series.figure("attempts per call", "", List.of(tally.attemptsPerCall())));
        });
  }

  private void measure(
      List<CallCell> cells, CallPlan plan, PartContext context, Consumer<Figure> figures)
      throws IOException, RunnerException {
    if (context.scale() == Scale.QUICK) {
      // Nothing is measured, so a concurrent run does no harm.
      System.setProperty("jmh.ignoreLock", "true");
    }
    List<String> flags = flags(context.root());
    List<List<CellCost>> costs = new ArrayList<>();
    cells.forEach(_ -> costs.add(new ArrayList<>()));
    // Every repetition goes through all cells, so that a disturbance of the machine affects them
    // alike.
    TimeLeft left = new TimeLeft(plan.repetitions());
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      context
          .progress()
          .accept("call: costs, repetition " + repetition + " of " + plan.repetitions() + left);
      for (int i = 0; i < cells.size(); i++) {
        costs.get(i).add(CellCost.of(cells.get(i), flags, plan));
      }
      left.count(1);
    }
    for (int i = 0; i < cells.size(); i++) {
      report(cells.get(i), costs.get(i), figures);
    }
  }

  private void report(CallCell cell, List<CellCost> costs, Consumer<Figure> figures) {
    Series series = series(cell.subject(), cell.conditions());
    figures.accept(
        series.figure("work besides the database p50", "µs", values(costs, CellCost::p50Micros)));
    figures.accept(series.figure("cpu", "µs", values(costs, CellCost::cpuMicros)));
    figures.accept(
        series.figure(
            "allocated", "KiB", values(costs, cost -> cost.allocatedBytes() / BYTES_PER_KIB)));
  }

  private static List<Double> values(List<CellCost> costs, ToDoubleFunction<CellCost> value) {
    return costs.stream().mapToDouble(value).boxed().toList();
  }

  private Series series(String subject, Map<String, String> conditions) {
    return new Series(name(), subject, conditions, "interlock");
  }

  /// The JVM flags of the functions, from the template.
  private static List<String> flags(Path root) throws IOException {
    Template template = Repository.at(root).templateWithoutParameters();
    Template.Function function = template.functions().values().iterator().next();
    String flags = function.environment().getOrDefault("JAVA_TOOL_OPTIONS", "");
    return Stream.of(flags.split(" ", -1)).filter(flag -> !flag.isEmpty()).toList();
  }
}
