package dev.interlock.bench.load;

import dev.interlock.bench.contender.ContenderSession;
import dev.interlock.bench.contender.Order;
import dev.interlock.bench.contender.Result;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Sends one order after the other, each when the one before is answered, and keeps count.
final class LoadClient {

  private static final long LATENCY_MAX_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;

  private final ContenderSession session;
  private final OrderSource orders;
  private final List<ControlTotal> books;
  private final Map<Result, Long> finished = new EnumMap<>(Result.class);
  private final Map<Result, Long> begun = new EnumMap<>(Result.class);
  private final Map<Result, Long> all = new EnumMap<>(Result.class);
  private final Histogram latencies = new Histogram(LATENCY_MAX_NANOS, DIGITS);
  private final long[] certain;
  private final long[] uncertain;
  private long attempts;

  LoadClient(ContenderSession session, OrderSource orders, List<ControlTotal> books) {
    this.session = session;
    this.orders = orders;
    this.books = books;
    this.certain = new long[books.size()];
    this.uncertain = new long[books.size()];
  }

  /// Calls once, before any time begins: some connect only then.
  void begin() throws SQLException {
    Order order = orders.next();
    Result result = session.run(order);
    orders.answered(order, result);
    account(order, result);
  }

  /// Calls until the time is over, and counts what was within it. Where a call takes longer than
  /// that, the one after it is counted: there is none without a latency.
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
    for (int book = 0; book < certain.length; book++) {
      long change = books.get(book).change().applyAsLong(order);
      switch (result) {
        case ACCEPTED -> certain[book] += change;
        case FAILED -> uncertain[book] += change;
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

  /// With those of the warm-up.
  Map<Result, Long> all() {
    return all;
  }

  Histogram latencies() {
    return latencies;
  }

  long attempts() {
    return attempts;
  }

  /// By how much what was accepted has changed a book.
  long certain(int book) {
    return certain[book];
  }

  /// By how much more what failed may have changed it.
  long uncertain(int book) {
    return uncertain[book];
  }
}
