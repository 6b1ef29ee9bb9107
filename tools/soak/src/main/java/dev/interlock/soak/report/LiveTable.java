package dev.interlock.soak.report;

import dev.interlock.soak.Counts;
import dev.interlock.soak.Fault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows the progress of a soak: on a terminal a progress bar and a table of counts, redrawn in
/// place; elsewhere a line every ten seconds.
///
/// For one thread. On a terminal nothing else should print until it is closed; the last state
/// stays.
public final class LiveTable implements AutoCloseable {
  static final int WIDTH = 80;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  // The bar draws only when told to.
  private static final int NEVER_MILLIS = Integer.MAX_VALUE;
  private static final String REST_OF_LINE_AWAY = "\u001b[K";

  private final PrintStream out;
  private final Duration total;
  private final boolean terminal;
  private final ProgressBar bar;
  private String barText = "";
  private int linesDrawn;
  private Duration lineDue = Duration.ZERO;
  private Duration shownAt = Duration.ZERO;
  private String closing = "";

  private LiveTable(PrintStream out, Duration total, boolean terminal) {
    this.out = out;
    this.total = total;
    this.terminal = terminal;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("soak")
            .setInitialMax(Math.max(1, total.toSeconds()))
            .setUpdateIntervalMillis(NEVER_MILLIS)
            .setStyle(ProgressBarStyle.ASCII)
            .setMaxRenderedLength(WIDTH - 1)
            .setConsumer(new DelegatingProgressBarConsumer(text -> barText = text, WIDTH - 1))
            .build();
  }

  /// Draws nothing before the first counts.
  ///
  /// @param total how long the soak will take
  public static LiveTable on(PrintStream out, Duration total) {
    return on(out, total, isTerminal(out));
  }

  static LiveTable on(PrintStream out, Duration total, boolean terminal) {
    return new LiveTable(out, total, terminal);
  }

  /// Whether a stream is standard output or error, on a terminal. System.console() is about
  /// standard input and output together.
  public static boolean isTerminal(PrintStream out) {
    int descriptor = out.equals(System.out) ? 1 : out.equals(System.err) ? 2 : -1;
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
    } catch (IOException neitherOfTheTwo) {
      return false;
    }
  }

  /// Call this about once a second.
  public void show(Duration elapsed, Counts counts) {
    shownAt = elapsed;
    closing = line(counts);
    if (terminal) {
      draw(table(counts));
    } else if (elapsed.compareTo(lineDue) >= 0) {
      out.println(closing);
      closing = "";
      lineDue = elapsed.plus(BETWEEN_LINES);
    }
  }

  /// Draws everything in one write, each line over its old text, so that nothing flickers.
  private void draw(List<String> lines) {
    StringBuilder frame = new StringBuilder();
    if (linesDrawn > 0) {
      frame.append("\u001b[" + linesDrawn + "A");
    }
    lines.forEach(line -> frame.append('\r').append(fit(line)).append(REST_OF_LINE_AWAY + "\n"));
    out.print(frame);
    out.flush();
    linesDrawn = lines.size();
  }

  private List<String> table(Counts counts) {
    bar.stepTo(Math.min(shownAt.toSeconds(), total.toSeconds()));
    bar.refresh();
    List<String> lines = new ArrayList<>();
    lines.add(barText);
    lines.add("");
    lines.add(count("accepted", counts.accepted()) + count("unknown", counts.unknown()));
    lines.add(count("refused", counts.refused()) + count("re-sent", counts.resent()));
    lines.add(count("faulted", counts.faulted()));
    lines.add("");
    Fault[] kinds = Fault.values();
    int rows = Math.ceilDiv(kinds.length, 2);
    for (int row = 0; row < rows; row++) {
      int right = row + rows;
      lines.add(
          fault(kinds[row], counts) + (right < kinds.length ? fault(kinds[right], counts) : ""));
    }
    return lines;
  }

  private String count(String name, long number) {
    return String.format(
        Locale.ROOT, "  %-10s%,14d%,9.1f/s ", name, number, (double) number / seconds());
  }

  private static String fault(Fault kind, Counts counts) {
    return String.format(
        Locale.ROOT, "  %-26s%,9d  ", kind, counts.faults().getOrDefault(kind, 0L));
  }

  private String line(Counts counts) {
    return String.format(
        Locale.ROOT,
        "soak %d/%d s: %d accepted (%.1f/s), %d refused, %d unknown, %d re-sent, %d faulted,"
            + " %d faults",
        shownAt.toSeconds(),
        total.toSeconds(),
        counts.accepted(),
        (double) counts.accepted() / seconds(),
        counts.refused(),
        counts.unknown(),
        counts.resent(),
        counts.faulted(),
        counts.faults().values().stream().mapToLong(Long::longValue).sum());
  }

  private double seconds() {
    return Math.max(1, shownAt.toMillis()) / 1_000.0;
  }

  private static String fit(String line) {
    String plain = line.stripTrailing();
    return plain.length() < WIDTH ? plain : plain.substring(0, WIDTH - 1);
  }

  /// Leaves the table as it is; without a terminal, prints the last counts unless they were just
  /// printed.
  @Override
  public void close() {
    bar.close();
    if (!terminal && !closing.isEmpty()) {
      out.println(closing);
    }
  }
}
