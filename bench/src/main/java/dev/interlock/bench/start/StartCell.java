package dev.interlock.bench.start;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Series;
import dev.interlock.emulator.template.Template;
import dev.interlock.races.contender.MeasuredOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// One function in one implementation: its starts with and without an AOT cache, side by side.
final class StartCell {

  private static final double BYTES_IN_MB = 1e6;
  private static final double BYTES_IN_MIB = 1 << 20;

  private final MeasuredOperation operation;
  private final Implementation implementation;
  private final Template.Function function;
  private final Path cache;
  private final List<Environments.Cost> without = new ArrayList<>();
  private final List<Environments.Cost> with = new ArrayList<>();
  private boolean trained;

  /// @param function as Lambda would run it
  /// @param cache the file for its AOT cache
  StartCell(
      MeasuredOperation operation,
      Implementation implementation,
      Template.Function function,
      Path cache) {
    this.operation = operation;
    this.implementation = implementation;
    this.function = function;
    this.cache = cache;
  }

  String title() {
    return operation.title() + " of " + implementation.contender;
  }

  void train(Environments environments) throws IOException {
    environments.train(function, operation, cache);
    trained = true;
  }

  void measure(Environments environments) throws IOException {
    without.add(environments.start(function, operation, ""));
    if (trained) {
      // Mode `on` fails on a cache that does not match, instead of starting without it.
      String options = "-XX:AOTMode=on -XX:AOTCache=" + cache;
      with.add(environments.start(function, operation, options));
    }
  }

  void figures(String part, Consumer<Figure> figures) throws IOException {
    Series no = series(part, "no");
    figures(no, without, figures);
    double jar = Files.size(function.code()) / BYTES_IN_MB;
    figures.accept(no.figure("jar", "MB", List.of(jar)));
    if (trained) {
      Series yes = series(part, "yes");
      figures(yes, with, figures);
      double size = Files.size(cache) / BYTES_IN_MB;
      figures.accept(yes.figure("cache", "MB", List.of(size)));
    }
  }

  private Series series(String part, String cached) {
    return new Series(
        part, operation.title(), Map.of("AOT cache", cached), implementation.contender);
  }

  private static void figures(
      Series series, List<Environments.Cost> costs, Consumer<Figure> figures) {
    figures.accept(series.figure("cpu", "ms", values(costs, cost -> milliseconds(cost.cpu()))));
    figures.accept(series.figure("wall", "ms", values(costs, cost -> milliseconds(cost.wall()))));
    figures.accept(
        series.figure("rss", "MiB", values(costs, cost -> cost.residentBytes() / BYTES_IN_MIB)));
    figures.accept(series.figure("classes", "", values(costs, Environments.Cost::classes)));
  }

  private static double milliseconds(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static List<Double> values(
      List<Environments.Cost> costs, ToDoubleFunction<Environments.Cost> value) {
    return costs.stream().map(value::applyAsDouble).toList();
  }
}
