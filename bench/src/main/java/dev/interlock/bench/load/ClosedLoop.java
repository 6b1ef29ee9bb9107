package dev.interlock.bench.load;

import dev.interlock.bench.contender.ContenderSession;
import dev.interlock.bench.contender.Result;
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

/// So many callers, each with a session, who call as fast as they are answered; and a check that
/// the database agrees with what they were answered.
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
  private final List<ControlTotal> books;

  private ClosedLoop(LoadCell cell, Connection owner) {
    this.cell = cell;
    this.owner = owner;
    this.books =
        cell.scenario().books().stream()
            .filter(book -> !book.notKeptBy().contains(cell.contender().name()))
            .toList();
  }

  /// Runs one window of a cell.
  static Window run(LoadCell cell) throws Exception {
    try (Connection owner = cell.database().owner().connect()) {
      ClosedLoop loop = new ClosedLoop(cell, owner);
      List<Long> before = loop.numbers();
      PageCounts pages = PageCounts.of(owner);
      List<LoadClient> callers = new ArrayList<>();
      ResourceUse costs = loop.run(callers);
      loop.awaitEndOfSessions();
      loop.requireExpected(callers);
      loop.requireAgreement(callers, before, loop.numbers());
      return window(callers, cell.timing().window(), costs, PageCounts.of(owner).since(pages));
    }
  }

  /// Calls, with a caller for each connection, and says what the window cost.
  private ResourceUse run(List<LoadClient> callers) throws Exception {
    List<ContenderSession> sessions = new ArrayList<>();
    try {
      for (int n = 0; n < cell.connections(); n++) {
        sessions.add(cell.contender().open(cell.functions()));
      }
      List<OrderSource> orders = cell.scenario().orders(cell.connections(), owner);
      for (int n = 0; n < cell.connections(); n++) {
        callers.add(new LoadClient(sessions.get(n), orders.get(n), books));
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
      throw new IllegalStateException(cell + " broke off", e.getCause());
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

  /// A session tells the server what it has read when it ends, which is after its client has gone.
  private void awaitEndOfSessions() throws SQLException {
    long giveUp = System.nanoTime() + END_MAX_NANOS;
    while (Sql.number(owner, OTHER_SESSIONS) > 0) {
      if (System.nanoTime() - giveUp > 0) {
        throw new IllegalStateException(cell + ": its sessions do not end");
      }
      LockSupport.parkNanos(END_POLL_NANOS);
    }
  }

  private static Window window(
      List<LoadClient> callers, Duration length, ResourceUse costs, PageCounts pages) {
    Histogram latencies = callers.getFirst().latencies().copy();
    callers.stream().skip(1).map(LoadClient::latencies).forEach(latencies::add);
    return new Window(
        length,
        sum(callers, LoadClient::finished),
        sum(callers, LoadClient::begun),
        callers.stream().mapToLong(LoadClient::attempts).sum(),
        latencies,
        costs,
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
    for (ControlTotal book : books) {
      numbers.add(Sql.number(owner, book.sql()));
    }
    return numbers;
  }

  /// A refusal that nobody should have got is done sooner than the work, and would look like speed.
  private void requireExpected(List<LoadClient> callers) {
    Map<Result, Long> all = sum(callers, LoadClient::all);
    for (Result wrong : List.of(Result.ACCEPTED, Result.REFUSED)) {
      if (all.containsKey(wrong) && !cell.scenario().expected().contains(wrong)) {
        throw new IllegalStateException(cell + ": there were answers " + all);
      }
    }
    if (all.getOrDefault(Result.ACCEPTED, 0L) + all.getOrDefault(Result.REFUSED, 0L) == 0) {
      throw new IllegalStateException(cell + ": nothing was decided, only " + all);
    }
  }

  /// A benchmark of what does not keep the books would be worth nothing.
  private void requireAgreement(List<LoadClient> callers, List<Long> before, List<Long> after) {
    for (int n = 0; n < books.size(); n++) {
      int book = n;
      long certain = callers.stream().mapToLong(caller -> caller.certain(book)).sum();
      long uncertain = callers.stream().mapToLong(caller -> caller.uncertain(book)).sum();
      long change = after.get(n) - before.get(n);
      boolean agrees =
          Math.min(certain, certain + uncertain) <= change
              && change <= Math.max(certain, certain + uncertain);
      if (!agrees) {
        throw new IllegalStateException(
            "%s: %s changed by %d, and by the answers it must be %d (%d more may have failed)"
                .formatted(cell, books.get(n).what(), change, certain, uncertain));
      }
    }
  }
}
