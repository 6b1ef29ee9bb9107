package dev.interlock.launcher;

import dev.interlock.audit.AuditProgress;
import dev.interlock.soak.report.LiveTable;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A progress bar for an audit that takes long. Draws nothing for a short one, nor elsewhere than
/// on a terminal.
final class AuditBar implements AuditProgress, AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(1);
  private static final int WIDTH = 79;

  private final PrintStream out;
  private final boolean terminal;
  private final Instant due;
  private @Nullable ProgressBar bar;

  private AuditBar(PrintStream out, boolean terminal, Duration quiet) {
    this.out = out;
    this.terminal = terminal;
    this.due = Instant.now().plus(quiet);
  }

  static AuditBar on(PrintStream out) {
    return on(out, LiveTable.isTerminal(out), LONG);
  }

  /// @param quiet how long it draws nothing
  static AuditBar on(PrintStream out, boolean terminal, Duration quiet) {
    return new AuditBar(out, terminal, quiet);
  }

  @Override
  public void checked(int checked, int total) {
    if (!terminal || Instant.now().isBefore(due)) {
      return;
    }
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("audit")
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
              .build();
    }
    bar.stepTo(checked);
  }

  /// Leaves the bar as it is. The stream stays open.
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
