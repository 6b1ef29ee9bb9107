package dev.interlock.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The writes in flight, by key, and which of them a fault has struck.
final class RunningCalls {

  private static final class Running {
    private final Call call;
    private final AtomicInteger statements = new AtomicInteger();
    private volatile boolean struck;

    Running(Call call) {
      this.call = call;
    }
  }

  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final LongAdder struck = new LongAdder();

  void begin(String key, Call call) {
    running.put(key, new Running(call));
  }

  void end(String key) {
    Running ended = running.remove(key);
    if (ended != null && ended.struck) {
      struck.increment();
    }
  }

  /// How many struck requests have ended so far.
  long struck() {
    return struck.sum();
  }

  /// The request of a key; null once its caller has its answer.
  @Nullable Call of(String key) {
    Running found = running.get(key);
    return found == null ? null : found.call;
  }

  /// The number of this statement of the request, from 1.
  int statement(String key) {
    Running found = running.get(key);
    return found == null ? 0 : found.statements.incrementAndGet();
  }

  void strike(String key) {
    Running found = running.get(key);
    if (found != null) {
      found.struck = true;
    }
  }

  /// Strikes every request that a fault without a key affects.
  void strikeAll(Predicate<Call> affected) {
    for (Running each : running.values()) {
      if (affected.test(each.call)) {
        each.struck = true;
      }
    }
  }
}
