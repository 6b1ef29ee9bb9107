package dev.interlock.bench.start;

import dev.interlock.bench.contender.Operation;
import dev.interlock.bench.part.Figure;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// One function in one way of writing it: its starts with and without an AOT cache, side by side.
final class StartCell {

  private static final double BYTES_IN_MB = 1e6;
  private static final double BYTES_IN_MIB = 1 << 20;

  private final Operation operation;
  private final Implementation writing;
  private final Template.Function function;
  private final Path cache;
  private final List<Environments.Cost> without = new ArrayList<>();
  private final List<Environments.Cost> with = new ArrayList<>();
  private boolean trained;

  private StartCell(
      Operation operation, Implementation writing, Template.Function function, Path cache) {
    this.operation = operation;
    this.writing = writing;
    this.function = function;
    this.cache = cache;
  }

  /// Of the template's function for this operation, or in its place.
  ///
  /// @param caches a folder
  static StartCell of(
      Path root, Operation operation, Implementation writing, Template template, Path caches) {
    String logicalId =
        switch (operation) {
          case TRANSFER -> "TransferFunction";
          case DECREMENT -> "StockDecrementFunction";
          case CHANGE -> "PermissionChangeFunction";
        };
    Template.Function own = Objects.requireNonNull(template.functions().get(logicalId));
    Path cache = caches.resolve(writing.contender + "-" + logicalId + ".aot");
    return new StartCell(operation, writing, writing.function(root, operation, own), cache);
  }

  String title() {
    return subject() + " of " + writing.contender;
  }

  private String subject() {
    return switch (operation) {
      case TRANSFER -> "transfer";
      case DECREMENT -> "stock-decrement";
      case CHANGE -> "permission-change";
    };
  }

  void train(Environments environments) throws IOException, SQLException {
    environments.train(function, operation, cache);
    trained = true;
  }

  void measure(Environments environments) throws IOException, SQLException {
    without.add(environments.start(function, operation, ""));
    if (trained) {
      // A cache that does not fit is an error, and not a start without it.
      String options = "-XX:AOTMode=on -XX:AOTCache=" + cache;
      with.add(environments.start(function, operation, options));
    }
  }

  void figures(String part, Consumer<Figure> figures) throws IOException {
    Map<String, String> no = Map.of("AOT cache", "no");
    figures(part, no, without, figures);
    double jar = Files.size(function.code()) / BYTES_IN_MB;
    figures.accept(figure(part, no, "jar", "MB", List.of(jar)));
    if (trained) {
      Map<String, String> yes = Map.of("AOT cache", "yes");
      figures(part, yes, with, figures);
      double size = Files.size(cache) / BYTES_IN_MB;
      figures.accept(figure(part, yes, "cache", "MB", List.of(size)));
    }
  }

  private void figures(
      String part,
      Map<String, String> conditions,
      List<Environments.Cost> costs,
      Consumer<Figure> figures) {
    figures.accept(
        figure(part, conditions, "cpu", "ms", values(costs, cost -> milliseconds(cost.cpu()))));
    figures.accept(
        figure(part, conditions, "wall", "ms", values(costs, cost -> milliseconds(cost.wall()))));
    figures.accept(
        figure(
            part,
            conditions,
            "rss",
            "MiB",
            values(costs, cost -> cost.residentBytes() / BYTES_IN_MIB)));
    figures.accept(
        figure(part, conditions, "classes", "", values(costs, Environments.Cost::classes)));
  }

  private static double milliseconds(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static List<Double> values(
      List<Environments.Cost> costs, ToDoubleFunction<Environments.Cost> value) {
    return costs.stream().map(value::applyAsDouble).toList();
  }

  private Figure figure(
      String part,
      Map<String, String> conditions,
      String metric,
      String unit,
      List<Double> values) {
    return new Figure(part, subject(), conditions, writing.contender, metric, unit, values);
  }
}
