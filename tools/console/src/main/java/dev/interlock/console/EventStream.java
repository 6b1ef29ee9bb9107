package dev.interlock.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The events for one open page. A page that does not read loses events instead of filling the
/// memory: it gets everything again when it reads on.
final class EventStream {
  static final int EVENTS_MAX = 256;
  private static final long CHARACTERS_MAX = 1 << 20;
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /// Stands for everything that is shown now.
  private static final ShownEvent ALL = new ShownEvent("all", "");

  private static final ShownEvent END = new ShownEvent("end", "");

  private final BlockingQueue<ShownEvent> queue = new LinkedBlockingQueue<>();
  private final AtomicLong characters = new AtomicLong();
  private long id;

  EventStream() {
    queue.add(ALL);
  }

  /// Adds an event, or replaces all that wait if there are too many. One thread at a time.
  void add(ShownEvent event) {
    if (queue.size() >= EVENTS_MAX || characters.get() > CHARACTERS_MAX) {
      queue.clear();
      characters.set(0);
      queue.add(ALL);
    } else {
      queue.add(event);
      characters.addAndGet(event.data().length());
    }
  }

  int waiting() {
    return queue.size();
  }

  /// Ends [#run] after what it is writing now.
  void end() {
    queue.clear();
    queue.add(END);
  }

  /// Writes the events until the stream ends, or until the page is gone.
  ///
  /// @param all everything that is shown; it must also drop what waits here
  void run(OutputStream out, Supplier<List<ShownEvent>> all)
      throws IOException, InterruptedException {
    while (true) {
      ShownEvent next = queue.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
      if (END.equals(next)) {
        return;
      } else if (ALL.equals(next)) {
        for (ShownEvent each : all.get()) {
          write(out, each);
        }
      } else if (next != null) {
        characters.addAndGet(-next.data().length());
        write(out, next);
      } else {
        out.write(":\n\n".getBytes(UTF_8));
      }
      if (queue.isEmpty()) {
        out.flush();
      }
    }
  }

  /// Forgets what waits, because everything is about to be written.
  void skip() {
    boolean ended = queue.contains(END);
    queue.clear();
    characters.set(0);
    if (ended) {
      queue.add(END);
    }
  }

  private void write(OutputStream out, ShownEvent event) throws IOException {
    String text = "id: %d\nevent: %s\ndata: %s\n\n".formatted(id++, event.name(), event.data());
    out.write(text.getBytes(UTF_8));
  }
}
