package dev.interlock.bench.call;

import dev.interlock.bench.Figure;
import dev.interlock.bench.Part;
import dev.interlock.bench.Scale;
import dev.interlock.bench.Setting;
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
  public void run(Setting setting, Consumer<Figure> figures) throws Exception {
    Effort effort = Effort.of(setting.scale());
    List<Cell> cells = new ArrayList<>();
    // The database is stopped before anything is measured that is beside it.
    CallWorld.lend(
        setting.root(),
        setting.folder(),
        world -> {
          try (Connection owner = world.owner().connect()) {
            setting.server().look(owner);
          }
          for (WriteFunction function : WriteFunction.values()) {
            setting.progress().accept("call: counting " + function.title());
            report(function, Counts.of(function, world, effort.calls()), figures);
            cells.addAll(cells(function, world, setting));
          }
        });
    measure(cells, effort, setting, figures);
  }

  private List<Cell> cells(WriteFunction function, CallWorld world, Setting setting)
      throws Exception {
    List<Cell> cells = new ArrayList<>();
    Recorder recorder = new Recorder(world, setting.folder());
    for (Answer answer : Answer.values()) {
      Path recording = recorder.record(function, answer);
      cells.addAll(Cell.callsOf(function, answer, recording));
      if (function == WriteFunction.TRANSFER && answer == Answer.ACCEPTED) {
        cells.addAll(Cell.stepsOf(function, recording));
      }
    }
    // Each is a JVM: one of a kind shows that they run.
    return setting.scale() == Scale.QUICK ? cells.subList(0, 1) : cells;
  }

  private void report(WriteFunction function, Counts counts, Consumer<Figure> figures) {
    double connects = counts.connects() * 10_000.0 / counts.calls();
    figures.accept(
        figure(
            function.title(),
            Cell.counted("all"),
            "connections per 10,000 calls",
            "",
            List.of(connects)));
    counts
        .byAnswer()
        .forEach((answer, tally) -> {
          Map<String, String> conditions = Cell.counted(answer.title());
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

  private void measure(List<Cell> cells, Effort effort, Setting setting, Consumer<Figure> figures)
      throws IOException, RunnerException {
    if (setting.scale() == Scale.QUICK) {
      // Where nothing is measured, another run at the same time does no harm.
      System.setProperty("jmh.ignoreLock", "true");
    }
    List<String> flags = flags(setting.root());
    List<List<Cost>> costs = new ArrayList<>();
    cells.forEach(_ -> costs.add(new ArrayList<>()));
    // All of the table again and again, so that what disturbs the machine for a while disturbs all.
    for (int repetition = 1; repetition <= effort.repetitions(); repetition++) {
      setting.progress().accept("call: costs, " + repetition + " of " + effort.repetitions());
      for (int i = 0; i < cells.size(); i++) {
        costs.get(i).add(Cost.of(cells.get(i), flags, effort));
      }
    }
    for (int i = 0; i < cells.size(); i++) {
      report(cells.get(i), costs.get(i), figures);
    }
  }

  private void report(Cell cell, List<Cost> costs, Consumer<Figure> figures) {
    figures.accept(figure(cell, "work besides the database p50", "µs", costs, Cost::p50Micros));
    figures.accept(figure(cell, "cpu", "µs", costs, Cost::cpuMicros));
    figures.accept(
        figure(cell, "allocated", "KiB", costs, cost -> cost.allocatedBytes() / BYTES_PER_KIB));
  }

  private Figure figure(
      Cell cell, String metric, String unit, List<Cost> costs, ToDoubleFunction<Cost> value) {
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
