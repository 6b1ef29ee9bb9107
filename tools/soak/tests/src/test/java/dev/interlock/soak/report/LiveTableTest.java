package dev.interlock.soak.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.soak.Counts;
import dev.interlock.soak.Fault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LiveTableTest {
  private static final Duration TOTAL = Duration.ofMinutes(2);
  private static final int WIDTH = 80;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aTerminalShowsOneTableAndKeepsTheLastState() {
    try (LiveTable live = LiveTable.on(out, TOTAL, true)) {
      for (int second = 1; second <= 120; second++) {
        live.show(Duration.ofSeconds(second), counts(second * 1_000L));
      }
    }

    List<String> screen = screen(bytes.toString(StandardCharsets.UTF_8));
    assertThat(screen)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(WIDTH))
        .hasSizeLessThan(24)
        .filteredOn(line -> line.contains("accepted"))
        .singleElement()
        .asString()
        .containsPattern("accepted +120,000 +1,000.0/s");
    assertThat(screen.getFirst()).contains("100%");
    for (Fault fault : Fault.values()) {
      Pattern row = Pattern.compile("(^|\\s)" + fault + " +\\d");
      assertThat(screen).as(fault.toString()).filteredOn(row.asPredicate()).hasSize(1);
    }
  }

  @Test
  void withoutATerminalALineIsPrintedEveryTenSecondsAndAtTheEnd() {
    try (LiveTable live = LiveTable.on(out, TOTAL, false)) {
      for (int second = 0; second <= 35; second++) {
        live.show(Duration.ofSeconds(second), counts(second));
      }
    }

    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text.lines().map(line -> line.replaceAll(":.*", "")))
        .containsExactly(
            "soak 0/120 s", "soak 10/120 s", "soak 20/120 s", "soak 30/120 s", "soak 35/120 s");
    assertThat(text).doesNotContain("\u001b", "\r").contains("35 accepted (1.0/s)");
  }

  @Test
  void outputToAFileHasNoTerminalSequences() {
    try (LiveTable live = LiveTable.on(out, TOTAL)) {
      live.show(Duration.ofSeconds(1), counts(1));
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("soak 1/120 s").hasLineCount(1);
  }

  private static Counts counts(long number) {
    return new Counts(
        number,
        number,
        number,
        number,
        number,
        Arrays.stream(Fault.values())
            .collect(Collectors.toMap(Function.identity(), kind -> number)));
  }

  /// The screen of a terminal that understands lines, cursor up, and clearing to the end of a line.
  private static List<String> screen(String text) {
    List<StringBuilder> lines = new ArrayList<>();
    int row = 0;
    int column = 0;
    Matcher token = Pattern.compile("\u001b\\[(\\d*)([A-Z])|\r|\n|.", Pattern.DOTALL).matcher(text);
    while (token.find()) {
      while (lines.size() <= row) {
        lines.add(new StringBuilder());
      }
      StringBuilder line = lines.get(row);
      if ("A".equals(token.group(2))) {
        row -= Integer.parseInt(token.group(1));
      } else if ("K".equals(token.group(2))) {
        line.setLength(Math.min(line.length(), column));
      } else if (token.group().equals("\r")) {
        column = 0;
      } else if (token.group().equals("\n")) {
        row++;
        column = 0;
      } else {
        line.replace(column, Math.min(column + 1, line.length()), token.group());
        column++;
      }
    }
    return lines.stream().map(StringBuilder::toString).toList();
  }
}
