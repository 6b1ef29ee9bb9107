package dev.interlock.bench.report;

import java.util.ArrayList;
import java.util.List;

/// The claims and their outcomes, for the page and for a terminal.
final class ClaimTable {
  private static final List<String> HEADS =
      List.of("claim", "bound", "measured", "minimum to maximum", "");

  private final List<JudgedClaim> claims;

  ClaimTable(List<JudgedClaim> claims) {
    this.claims = claims;
  }

  String markdown() {
    StringBuilder table = new StringBuilder();
    table.append("| ").append(String.join(" | ", HEADS)).append(" |\n|---|--:|--:|--:|---|\n");
    for (JudgedClaim each : claims) {
      List<String> cells = cells(each);
      if (each.missed()) {
        cells.set(4, "**" + each.outcome() + "**");
      }
      table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return table.toString();
  }

  String plain() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADS);
    claims.forEach(each -> rows.add(cells(each)));
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < HEADS.size(); column++) {
      int each = column;
      widths.add(rows.stream().mapToInt(row -> row.get(each).length()).max().orElse(0));
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String padding = " ".repeat(widths.get(column) - row.get(column).length());
        boolean text = column == 0 || column == row.size() - 1;
        line.append(text ? row.get(column) + padding : padding + row.get(column)).append("  ");
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static List<String> cells(JudgedClaim each) {
    return new ArrayList<>(
        List.of(
            each.claim().title(), each.bound(), each.measured(), each.spread(), each.outcome()));
  }
}
