package dev.interlock.bench.load;

import dev.interlock.races.contender.ContenderSession;
import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.Result;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// One caller of the closed loop: sends its next order when the last one is answered, and counts.
final class LoadClient {

  private static final long LATENCY_MAX_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;

  private final ContenderSession session;
  private final OrderSource orders;
  private final List<ControlTotal> totals;
  private final Map<Result, Long> finished = new EnumMap<>(Result.class);
  private final Map<Result, Long> begun = new EnumMap<>(Result.class);
  private final Map<Result, Long> all = new EnumMap<>(Result.class);
  private final Histogram latencies = new Histogram(LATENCY_MAX_NANOS, DIGITS);
  private final long[] certain;
  private final long[] uncertain;
  private long attempts;

  LoadClient(ContenderSession session, OrderSource orders, List<ControlTotal> totals) {
    this.session = session;
    this.orders = orders;
    this.totals = totals;
    this.certain = new long[totals.size()];
    this.uncertain = new long[totals.size()];
  }

  /// Makes an untimed first call: some contenders connect only then.
  void begin() throws SQLException {
    Order order = orders.next();
    Result result = session.run(order);
    orders.answered(order, result);
    account(order, result);
  }

  /// Calls until the window ends, and counts the calls within it. If a call outlasts the window,
  /// the next one is counted, so that there is always a latency.
  void call(long beginNanos, long endNanos) throws SQLException {
    do {
      Order order = orders.next();
      long attemptsBefore = session.attempts();
      long sent = System.nanoTime();
      Result result = session.run(order);
      long answered = System.nanoTime();
      orders.answered(order, result);
      account(order, result);
      if (sent - beginNanos >= 0) {
        latencies.recordValue(Math.min(answered - sent, LATENCY_MAX_NANOS));
        attempts += session.attempts() - attemptsBefore;
        begun.merge(result, 1L, Long::sum);
      }
      if (answered - beginNanos >= 0 && answered - endNanos < 0) {
        finished.merge(result, 1L, Long::sum);
      }
    } while (System.nanoTime() - endNanos < 0 || latencies.getTotalCount() == 0);
  }

  private void account(Order order, Result result) {
    all.merge(result, 1L, Long::sum);
    for (int total = 0; total < certain.length; total++) {
      long change = totals.get(total).change().applyAsLong(order);
      switch (result) {
        case ACCEPTED -> certain[total] += change;
        case FAILED -> uncertain[total] += change;
        case REFUSED, CONTENTION -> {
          // Nothing was written.
        }
      }
    }
  }

  Map<Result, Long> finished() {
    return finished;
  }

  Map<Result, Long> begun() {
    return begun;
  }

  /// All results, warm-up included.
  Map<Result, Long> all() {
    return all;
  }

  Histogram latencies() {
    return latencies;
  }

  long attempts() {
    return attempts;
  }

  /// By how much accepted orders changed a total.
  long certain(int total) {
    return certain[total];
  }

  /// By how much failed orders may have changed it in addition.
  long uncertain(int total) {
    return uncertain[total];
  }
}
