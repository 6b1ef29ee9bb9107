package dev.interlock.bench.growth;

import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// The inputs of a model of larger machines: the cost of a call and what it leaves behind, taken
/// from the figures that pass through.
final class ModelInputs implements Consumer<Figure> {

  static final String STORAGE = "storage per call";

  /// A single caller, whose duration is what is billed.
  private static final Map<String, String> ALONE = Map.of("connections", "1");

  private static final Map<String, String> BUSY = Map.of("connections", "16");

  private final Consumer<Figure> next;
  private final List<Figure> figures = new ArrayList<>();

  ModelInputs(Consumer<Figure> next) {
    this.next = next;
  }

  @Override
  public void accept(Figure figure) {
    figures.add(figure);
    next.accept(figure);
  }

  /// Prints a line for each input.
  void print(Consumer<String> progress) {
    for (String metric : List.of("database CPU per call", "client CPU per call", "log per call")) {
      print(metric, BUSY, progress);
    }
    print(STORAGE, Map.of(), progress);
    print("mean", ALONE, progress);
  }

  private void print(String metric, Map<String, String> conditions, Consumer<String> progress) {
    figures.stream()
        .filter(figure -> figure.metric().equals(metric))
        .filter(figure -> figure.conditions().entrySet().containsAll(conditions.entrySet()))
        .map(figure ->
            String.format(
                Locale.ROOT,
                "growth: for the model: %s %s: %,.2f %s",
                metric,
                figure.conditions(),
                figure.median(),
                figure.unit()))
        .forEach(progress);
  }
}
