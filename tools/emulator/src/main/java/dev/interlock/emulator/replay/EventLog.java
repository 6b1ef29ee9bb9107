package dev.interlock.emulator.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The log lines of the functions, of which a person reads only those of an event whose answer
/// differs.
final class EventLog implements Consumer<String> {
  // A line comes by another way than the answer, and may be later.
  private static final long LATER_MAX_MILLIS = 500;

  private final Consumer<String> shown;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /// @param shown takes the lines that somebody reads
  EventLog(Consumer<String> shown) {
    this.shown = shown;
  }

  @Override
  public void accept(String line) {
    lines.add(line);
  }

  /// Forgets the lines so far.
  void clear() {
    lines.clear();
  }

  /// Shows the lines since then, once there are any.
  void show() {
    List<String> since = new ArrayList<>();
    try {
      String first = lines.poll(LATER_MAX_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        since.add(first);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lines.drainTo(since);
    since.forEach(shown);
  }
}
