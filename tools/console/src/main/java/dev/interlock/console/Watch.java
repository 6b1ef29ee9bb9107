package dev.interlock.console;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Watches the stack for the open pages, on one thread, as long as there are any.
final class Watch {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// A part of the stack that is looked at again and again.
  interface Source extends AutoCloseable {
    /// Shows what has changed.
    void look(Shown shown);

    @Override
    void close();
  }

  final Shown shown = new Shown();
  private final List<Source> sources;
  private final Thread thread;
  private volatile boolean ended;

  Watch(List<Source> sources) {
    this.sources = List.copyOf(sources);
    // Not a virtual thread: it reads files of /proc.
    this.thread = Thread.ofPlatform().daemon().name("console-watch").start(this::run);
  }

  private void run() {
    try {
      while (!ended) {
        for (Source source : sources) {
          source.look(shown);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } finally {
      // After a failure, too: the pages connect again, to another watch.
      shown.end();
      sources.forEach(Source::close);
    }
  }

  void end() {
    ended = true;
    LockSupport.unpark(thread);
    shown.end();
  }
}
