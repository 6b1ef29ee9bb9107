package dev.interlock.local;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What is to be stopped or deleted again, last first. A signal may ask for that at any moment of a
/// start: what comes up after it is stopped at once.
final class Closings implements AutoCloseable {
  /// Something that is undone once.
  interface Closing {
    void run() throws IOException;
  }

  private final Deque<Closing> closings = new ArrayDeque<>();
  private boolean closed;

  synchronized void add(Closing closing) throws IOException {
    if (closed) {
      closing.run();
      throw new IOException("stopped while starting");
    }
    closings.push(closing);
  }

  /// Undoes everything, also when some of it fails.
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    IOException first = null;
    while (!closings.isEmpty()) {
      try {
        closings.pop().run();
      } catch (IOException | RuntimeException failure) {
        if (first == null) {
          first = new IOException(failure);
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
