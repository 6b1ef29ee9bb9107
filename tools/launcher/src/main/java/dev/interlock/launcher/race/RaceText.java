package dev.interlock.launcher.race;

import dev.interlock.launcher.race.StyledLine.Style;
import dev.interlock.races.RaceEvent;
import dev.interlock.races.narration.RacedWay;
import dev.interlock.races.narration.StepWords;
import dev.interlock.races.narration.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Races as text: a usual way and Interlock side by side, step by step, then how each way ended.
public final class RaceText {
  private static final int COLUMN = 50;
  private static final int TITLE = 44;
  private static final String BETWEEN = " | ";

  /// Where a step's text begins, after its caller.
  private static final int INDENT = 3;

  private RaceText() {}

  /// One race, in all its ways. Interlock is the last.
  public static List<StyledLine> of(List<RacedWay> ways) {
    RacedWay interlock = ways.getLast();
    RacedWay usual = RacedWay.usual(ways);
    List<StyledLine> lines = new ArrayList<>();
    String name = interlock.race().title().toUpperCase(Locale.ROOT).replace('-', ' ');
    lines.add(StyledLine.of(name, Style.HEADING));
    lines.addAll(wrapped(Verdict.summary(interlock.race()), 2 * COLUMN, 0));
    lines.add(StyledLine.plain(""));
    lines.addAll(sideBySide(column(usual), column(interlock)));
    lines.add(StyledLine.plain(""));
    ways.forEach(way -> lines.add(ending(way)));
    return lines;
  }

  private static List<StyledLine> column(RacedWay raced) {
    List<StyledLine> lines = new ArrayList<>();
    lines.add(StyledLine.of(raced.way().title(), Style.HEADING));
    lines.add(StyledLine.of("-".repeat(COLUMN), Style.QUIET));
    for (RaceEvent event : raced.events()) {
      Optional<String> words = StepWords.of(event);
      if (words.isPresent()) {
        lines.addAll(
            event instanceof RaceEvent.ByCaller
                ? wrapped(words.get(), COLUMN, INDENT)
                : List.of(StyledLine.of(words.get(), Style.QUIET)));
      }
    }
    return lines;
  }

  private static List<StyledLine> sideBySide(List<StyledLine> left, List<StyledLine> right) {
    List<StyledLine> lines = new ArrayList<>();
    for (int line = 0; line < Math.max(left.size(), right.size()); line++) {
      lines.add(
          at(left, line)
              .padded(COLUMN)
              .and(StyledLine.of(BETWEEN, Style.QUIET))
              .and(at(right, line)));
    }
    return lines;
  }

  private static StyledLine at(List<StyledLine> lines, int line) {
    return line < lines.size() ? lines.get(line) : StyledLine.plain("");
  }

  private static StyledLine ending(RacedWay raced) {
    boolean harmed = raced.outcome().harmed();
    return StyledLine.plain(raced.way().title())
        .padded(TITLE)
        .and(StyledLine.of(harmed ? "LOST" : "ok", harmed ? Style.LOST : Style.SAFE).padded(6))
        .and(StyledLine.plain(raced.verdict()));
  }

  /// Breaks a text into lines between words.
  static List<StyledLine> wrapped(String text, int width, int indent) {
    List<StyledLine> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int end = rest.lastIndexOf(' ', width);
      int at = end <= indent ? width : end;
      lines.add(StyledLine.plain(rest.substring(0, at)));
      rest = " ".repeat(indent) + rest.substring(at).strip();
    }
    lines.add(StyledLine.plain(rest));
    return lines;
  }
}
