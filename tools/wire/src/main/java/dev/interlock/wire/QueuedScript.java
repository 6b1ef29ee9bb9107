package dev.interlock.wire;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A script with a queue of turns. Once the queue is empty, everything passes.
public final class QueuedScript implements Script {

  private final Queue<Turn> connects = new ConcurrentLinkedQueue<>();
  private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
  private final AtomicInteger struck = new AtomicInteger();

  /// Replaces the turns of the next round trips.
  public void turns(Turn... next) {
    replace(turns, next);
  }

  /// Replaces the turns of the next clients that connect.
  public void connects(Turn... next) {
    replace(connects, next);
  }

  private static void replace(Queue<Turn> queue, Turn... next) {
    queue.clear();
    queue.addAll(List.of(next));
  }

  /// The number of faults injected, each counted once it has happened.
  public int struck() {
    return struck.get();
  }

  @Override
  public Turn connecting() {
    return next(connects);
  }

  @Override
  public Turn next(Request request) {
    return next(turns);
  }

  private static Turn next(Queue<Turn> queue) {
    Turn turn = queue.poll();
    return turn == null ? Turn.Plain.PASS : turn;
  }

  @Override
  public void done(Turn turn, Request request) {
    struck.incrementAndGet();
  }
}
