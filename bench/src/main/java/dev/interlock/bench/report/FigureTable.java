package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/// Figures side by side: a column per contender, and a row per metric and conditions.
///
/// A cell has the median and, if there were several repetitions, minimum and maximum; below it, the
/// ratio of Interlock's figure to this one.
final class FigureTable {
  private static final String LABEL = "";

  private final Map<Map<String, String>, Map<String, Figure>> rows = new LinkedHashMap<>();
  private final Map<String, LinkedHashSet<String>> values = new LinkedHashMap<>();
  private final List<String> contenders;
  private final boolean ofCounts;

  private FigureTable(Collection<Figure> figures, boolean ofCounts) {
    this.ofCounts = ofCounts;
    this.contenders = ContenderLegend.inOrder(figures.stream().map(Figure::contender).toList());
    for (Figure figure : figures) {
      Map<String, String> row = new LinkedHashMap<>();
      row.put(LABEL, ofCounts ? figure.subject() : figure.metric() + unit(figure));
      row.putAll(figure.conditions());
      row.forEach(
          (name, value) -> values.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(value));
      rows.computeIfAbsent(row, r -> new LinkedHashMap<>()).put(figure.contender(), figure);
    }
  }

  /// Medians, and Interlock's ratio to each contender.
  static String compared(Collection<Figure> figures) {
    return new FigureTable(figures, false).markdown();
  }

  /// Sums over the repetitions, by subject: a median would hide rare events.
  static String counted(Collection<Figure> figures) {
    return new FigureTable(figures, true).markdown();
  }

  private static String unit(Figure figure) {
    return figure.unit().isEmpty() || figure.unit().equals("B") ? "" : ", " + figure.unit();
  }

  private String markdown() {
    List<String> heads = shownConditions();
    StringBuilder table = new StringBuilder();
    List<String> titles = new ArrayList<>(heads);
    titles.addAll(contenders);
    line(table, titles);
    table
        .append("|---".repeat(heads.size()))
        .append("|--:".repeat(contenders.size()))
        .append("|\n");
    for (Map<String, String> row : sortedRows()) {
      List<String> cells = new ArrayList<>();
      heads.forEach(head -> cells.add(row.getOrDefault(head, "")));
      Map<String, Figure> figures = rows.getOrDefault(row, Map.of());
      contenders.forEach(contender -> cells.add(cell(figures, contender)));
      line(table, cells);
    }
    return table.toString();
  }

  /// Omits the label column if the heading above the table already says it.
  private List<String> shownConditions() {
    int labels = values.getOrDefault(LABEL, new LinkedHashSet<>()).size();
    return values.keySet().stream()
        .filter(name -> !name.equals(LABEL) || ofCounts || labels > 1 || values.size() == 1)
        .toList();
  }

  private List<Map<String, String>> sortedRows() {
    Comparator<Map<String, String>> order = Comparator.comparingInt(row -> 0);
    for (Map.Entry<String, LinkedHashSet<String>> each : values.entrySet()) {
      List<String> inOrder = NaturalOrder.inOrder(each.getValue());
      order = order.thenComparingInt(row -> inOrder.indexOf(row.getOrDefault(each.getKey(), "")));
    }
    return rows.keySet().stream().sorted(order).toList();
  }

  private String cell(Map<String, Figure> row, String contender) {
    Figure figure = row.get(contender);
    if (figure == null) {
      return "";
    }
    Optional<Spread> spread = Spread.of(figure.values());
    if (spread.isEmpty()) {
      return "–";
    }
    if (ofCounts) {
      return count(spread.get());
    }
    String own = withSpread(spread.get(), value -> Numbers.of(value, figure.unit()));
    return own + ratio(row.get(ContenderLegend.INTERLOCK), figure);
  }

  private static String ratio(@Nullable Figure interlock, Figure other) {
    if (interlock == null || other.equals(interlock)) {
      return "";
    }
    return Spread.ratio(interlock, other)
        .map(ratio -> "<br>×" + withSpread(ratio, Numbers::ratio))
        .orElse("");
  }

  private static String count(Spread spread) {
    return spread.sum() == 0 ? "0" : "**" + Numbers.of(spread.sum()) + "**";
  }

  private static String withSpread(Spread spread, DoubleFunction<String> number) {
    String median = number.apply(spread.median());
    return spread.sorted().size() == 1 || spread.least() == spread.most()
        ? median
        : median + " (" + number.apply(spread.least()) + "–" + number.apply(spread.most()) + ")";
  }

  private static void line(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
