package dev.interlock.bench.growth;

import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// What a model of a larger machine starts from: what a call takes and leaves behind, as figures
/// that pass through here say.
final class ModelInputs implements Consumer<Figure> {

  static final String STORAGE = "storage per call";

  /// One by one, as one function alone answers them: what it is billed for.
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

  /// A line for each that has been measured.
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
