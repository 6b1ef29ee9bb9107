package dev.interlock.bench.load;

import dev.interlock.races.contender.ContenderSession;
import dev.interlock.races.contender.Result;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/// A closed loop: each caller has a session and sends its next call when the last one is answered.
/// Afterwards the database is checked against the answers.
final class ClosedLoop {

  private static final String OTHER_SESSIONS =
      """
      SELECT count(*) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND backend_type = 'client backend'
      """;
  private static final long END_MAX_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long END_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final LoadCell cell;
  private final Connection owner;
  private final List<ControlTotal> totals;

  private ClosedLoop(LoadCell cell, Connection owner) {
    this.cell = cell;
    this.owner = owner;
    this.totals =
        cell.scenario().totals().stream()
            .filter(total -> !total.notKeptBy().contains(cell.contender().name()))
            .toList();
  }

  /// Runs one window of a cell.
  static Window run(LoadCell cell) throws Exception {
    try (Connection owner = cell.database().owner().connect()) {
      ClosedLoop loop = new ClosedLoop(cell, owner);
      List<Long> before = loop.numbers();
      PageCounts pages = PageCounts.of(owner);
      List<LoadClient> callers = new ArrayList<>();
      ResourceUse use = loop.run(callers);
      loop.awaitEndOfSessions();
      loop.requireExpected(callers);
      loop.requireAgreement(callers, before, loop.numbers());
      return window(callers, cell.timing().window(), use, PageCounts.of(owner).since(pages));
    }
  }

  /// Runs a caller for each connection, and returns what the window used.
  private ResourceUse run(List<LoadClient> callers) throws Exception {
    List<ContenderSession> sessions = new ArrayList<>();
    try {
      for (int n = 0; n < cell.connections(); n++) {
        sessions.add(cell.contender().open(cell.functions()));
      }
      List<OrderSource> orders = cell.scenario().orders(cell.connections(), owner);
      for (int n = 0; n < cell.connections(); n++) {
        callers.add(new LoadClient(sessions.get(n), orders.get(n), totals));
      }
      return call(callers);
    } finally {
      for (ContenderSession session : sessions) {
        session.close();
      }
    }
  }

  private ResourceUse call(List<LoadClient> callers) throws Exception {
    Meter meter = new Meter(owner);
    Timing timing = cell.timing();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      CountDownLatch ready = new CountDownLatch(callers.size());
      CompletableFuture<Long> start = new CompletableFuture<>();
      List<Future<?>> calls = new ArrayList<>();
      for (LoadClient caller : callers) {
        calls.add(threads.submit(() -> call(caller, ready, start)));
      }
      ready.await();
      start.complete(System.nanoTime());
      long begin = start.get() + timing.warmUp().toNanos();
      ResourceUse before = readAt(begin, meter);
      ResourceUse after = readAt(begin + timing.window().toNanos(), meter);
      for (Future<?> call : calls) {
        call.get();
      }
      return after.since(before);
    } catch (ExecutionException e) {
      throw new IllegalStateException(cell + " failed", e.getCause());
    }
  }

  private LoadClient call(LoadClient caller, CountDownLatch ready, Future<Long> start)
      throws Exception {
    try {
      caller.begin();
    } finally {
      ready.countDown();
    }
    long begin = start.get() + cell.timing().warmUp().toNanos();
    caller.call(begin, begin + cell.timing().window().toNanos());
    return caller;
  }

  private static ResourceUse readAt(long nanos, Meter meter) throws SQLException, IOException {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return meter.read();
  }

  /// A session reports its page counts when it ends, which is after its client has disconnected.
  private void awaitEndOfSessions() throws SQLException {
    long giveUp = System.nanoTime() + END_MAX_NANOS;
    while (Sql.number(owner, OTHER_SESSIONS) > 0) {
      if (System.nanoTime() - giveUp > 0) {
        throw new IllegalStateException(cell + ": its sessions did not end");
      }
      LockSupport.parkNanos(END_POLL_NANOS);
    }
  }

  private static Window window(
      List<LoadClient> callers, Duration length, ResourceUse use, PageCounts pages) {
    Histogram latencies = callers.getFirst().latencies().copy();
    callers.stream().skip(1).map(LoadClient::latencies).forEach(latencies::add);
    return new Window(
        length,
        sum(callers, LoadClient::finished),
        sum(callers, LoadClient::begun),
        callers.stream().mapToLong(LoadClient::attempts).sum(),
        latencies,
        use,
        pages,
        sum(callers, LoadClient::all).values().stream().mapToLong(Long::longValue).sum());
  }

  private static Map<Result, Long> sum(
      List<LoadClient> callers, Function<LoadClient, Map<Result, Long>> counts) {
    Map<Result, Long> sum = new EnumMap<>(Result.class);
    for (LoadClient caller : callers) {
      counts.apply(caller).forEach((result, count) -> sum.merge(result, count, Long::sum));
    }
    return sum;
  }

  private List<Long> numbers() throws SQLException {
    List<Long> numbers = new ArrayList<>();
    for (ControlTotal total : totals) {
      numbers.add(Sql.number(owner, total.sql()));
    }
    return numbers;
  }

  /// An unexpected refusal is faster than the work, and would look like speed.
  private void requireExpected(List<LoadClient> callers) {
    Map<Result, Long> all = sum(callers, LoadClient::all);
    for (Result wrong : List.of(Result.ACCEPTED, Result.REFUSED)) {
      if (all.containsKey(wrong) && !cell.scenario().expected().contains(wrong)) {
        throw new IllegalStateException(cell + ": unexpected answers " + all);
      }
    }
    if (all.getOrDefault(Result.ACCEPTED, 0L) + all.getOrDefault(Result.REFUSED, 0L) == 0) {
      throw new IllegalStateException(cell + ": nothing was decided: " + all);
    }
  }

  /// Figures of a contender that loses writes would be worthless.
  private void requireAgreement(List<LoadClient> callers, List<Long> before, List<Long> after) {
    for (int n = 0; n < totals.size(); n++) {
      int total = n;
      long certain = callers.stream().mapToLong(caller -> caller.certain(total)).sum();
      long uncertain = callers.stream().mapToLong(caller -> caller.uncertain(total)).sum();
      long change = after.get(n) - before.get(n);
      boolean agrees =
          Math.min(certain, certain + uncertain) <= change
              && change <= Math.max(certain, certain + uncertain);
      if (!agrees) {
        throw new IllegalStateException(
            "%s: %s changed by %d, but the answers add up to %d (and %d uncertain)"
                .formatted(cell, totals.get(n).what(), change, certain, uncertain));
      }
    }
  }
}
