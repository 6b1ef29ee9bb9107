package dev.interlock.launcher.race;

import dev.interlock.launcher.race.StyledLine.Style;
import dev.interlock.races.narration.RacedWay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All races and all ways in one table.
public final class RaceTable {
  private static final int NAME = 24;

  /// The head of each way's column: the way, empty where it is that of the column before, and its
  /// isolation level.
  private record Head(String way, String level, int width) {}

  private static final Map<String, Head> HEADS = heads();

  private RaceTable() {}

  private static Map<String, Head> heads() {
    Map<String, Head> heads = new LinkedHashMap<>();
    heads.put("read-modify-write-rc", new Head("read-modify-write", "RC", 10));
    heads.put("read-modify-write", new Head("", "SER", 11));
    heads.put("updates-words-rc", new Head("conditional UPDATEs", "RC", 10));
    heads.put("updates-words", new Head("", "SER", 13));
    heads.put("dsql-sample", new Head("AWS sample", "RR", 13));
    heads.put("interlock", new Head("Interlock", "SER", 9));
    return heads;
  }

  /// The table.
  ///
  /// @param races each in all its ways
  public static List<StyledLine> of(List<List<RacedWay>> races) {
    List<StyledLine> lines = new ArrayList<>();
    StringBuilder ways = new StringBuilder(" ".repeat(NAME));
    StringBuilder levels = new StringBuilder(" ".repeat(NAME));
    int end = NAME;
    for (Head head : HEADS.values()) {
      ways.append(" ".repeat(head.way().isEmpty() ? 0 : end - ways.length())).append(head.way());
      levels.append(" ".repeat(end - levels.length())).append(head.level());
      end += head.width();
    }
    lines.add(StyledLine.of(ways.toString(), Style.HEADING));
    lines.add(StyledLine.of(levels.toString(), Style.QUIET));
    races.forEach(race -> lines.add(row(race)));
    lines.add(
        StyledLine.of(
            "RC, RR, SER: READ COMMITTED, REPEATABLE READ, SERIALIZABLE. -: has no such operation.",
            Style.QUIET));
    return lines;
  }

  private static StyledLine row(List<RacedWay> race) {
    StyledLine row = StyledLine.plain(race.getFirst().race().title()).padded(NAME);
    for (Map.Entry<String, Head> column : HEADS.entrySet()) {
      StyledLine cell =
          race.stream()
              .filter(each -> each.way().name().equals(column.getKey()))
              .findFirst()
              .map(RaceTable::cell)
              .orElse(StyledLine.of("-", Style.QUIET));
      row = row.and(cell.padded(column.getValue().width()));
    }
    return row;
  }

  private static StyledLine cell(RacedWay raced) {
    return raced.outcome().harmed()
        ? StyledLine.of("LOST", Style.LOST)
        : StyledLine.of("ok", Style.SAFE);
  }
}
