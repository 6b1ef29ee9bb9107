package dev.interlock.soak;

import dev.interlock.audit.history.HistoryWriter;
import dev.interlock.wire.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Sends the requests of many callers to a stack and injects faults meanwhile, by a plan made from
/// a seed. It leaves every exchange and every fault in a folder: `history.jsonl` and
/// `faults.jsonl`.
///
/// The audit decides, from the journals and that history, whether every answer was right.
public final class Soak implements AutoCloseable {
  public static final String HISTORY = "history.jsonl";
  public static final String FAULTS = "faults.jsonl";

  /// How long callers go on sending the requests that they have begun, once the faults have ended.
  private static final Duration DRAIN_MAX = Duration.ofMinutes(2);

  /// What a soak is to do.
  ///
  /// @param run begins the name of every key, principal and resource: lower-case letters, digits
  ///   and `-`, different for each soak of the same database
  public record Settings(String run, long seed, Duration total, int clients) {}

  /// The stack that callers use.
  ///
  /// @param tokens the token of each caller, valid for as long as the soak lasts
  /// @param backOffice connects as the owner of the tables
  public record Target(String url, UnaryOperator<String> tokens, Callable<Connection> backOffice) {}

  /// Strikes processes of one kind.
  public interface Striking {
    /// What it strikes.
    Fault.Where where();

    /// Injects the fault, and returns once it has been repaired. Empty when there was nothing to
    /// strike. Thread-safe.
    Optional<FaultEvent> strike(Fault fault, RandomGenerator random) throws Exception;
  }

  /// Shows the progress, about once a second.
  public interface Progress {
    void show(Duration elapsed, Counts counts);
  }

  private final Settings settings;
  private final Path folder;
  private final FaultPlan plan;
  private final RunningCalls running = new RunningCalls();
  private final Tally tally = new Tally();
  private final FaultLog faults;
  private final WireFaults wire;

  /// A soak that writes its files to this folder.
  public Soak(Settings settings, Path folder) throws IOException {
    this.settings = settings;
    this.folder = folder;
    this.plan = new FaultPlan(settings.seed());
    this.faults = new FaultLog(running, folder.resolve(FAULTS));
    this.wire = new WireFaults(plan, running, faults, keyPrefix());
  }

  private String keyPrefix() {
    return settings.run() + "-k";
  }

  /// The script for a proxy between the functions and their database.
  public Script wire() {
    return wire;
  }

  /// Runs to the end, until every caller has an answer. An interrupt ends it at once.
  ///
  /// @param striking one for each kind of process in this stack; faults planned for other kinds are
  ///   skipped
  public Counts run(Target target, List<Striking> striking, Progress progress) throws Exception {
    World world = new World(settings.run(), plan.random("world", "", 0));
    try (Connection owner = target.backOffice().call()) {
      new WorldSetup(owner).open(world);
    }
    Workload workload = new Workload(world, keyPrefix());
    Instant start = Instant.now();
    Instant end = start.plus(settings.total());
    BooleanSupplier ending = () -> !Instant.now().isBefore(end);
    try (HistoryWriter history = HistoryWriter.to(folder.resolve(HISTORY));
        ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor()) {
      Callers callers = new Callers(target.url(), target.tokens(), history, tally);
      Client.Run run =
          new Client.Run(
              plan, world, workload, callers, running, faults, tally, deliveries, ending);
      try {
        inject(run, striking, start, progress);
        deliveries.shutdown();
        deliveries.awaitTermination(DRAIN_MAX.toSeconds(), TimeUnit.SECONDS);
      } finally {
        deliveries.shutdownNow();
      }
    }
    try (Connection owner = target.backOffice().call()) {
      QueueLocks.requireNone(owner);
    }
    return counts();
  }

  /// Runs the callers and injects the faults, on platform threads: faults start processes and read
  /// files, which would pin the carriers of virtual threads.
  private void inject(Client.Run run, List<Striking> striking, Instant start, Progress progress)
      throws Exception {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
      try {
        List<Future<?>> parts = new ArrayList<>();
        wire.on(true);
        for (FaultPlan.Strike strike : plan.strikes(settings.total())) {
          striking.stream()
              .filter(each -> each.where() == strike.fault().where())
              .forEach(each -> parts.add(threads.submit(() -> strike(start, each, strike))));
        }
        for (int number = 1; number <= settings.clients(); number++) {
          parts.add(threads.submit(new Client(run, number)));
        }
        follow(parts, start, progress);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private Counts counts() {
    return tally.counts(faults, running);
  }

  private Void strike(Instant start, Striking striking, FaultPlan.Strike strike) throws Exception {
    sleepUntil(start.plus(strike.after()));
    striking.strike(strike.fault(), strike.random()).ifPresent(faults::add);
    return null;
  }

  private static void sleepUntil(Instant due) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), due);
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }

  /// Waits for all faults and callers. Faults on the wire end when the total time is over; a fault
  /// or caller that fails ends the soak. Callers that still have no answer long after that are
  /// given up: the audit reports keys that were never answered.
  private void follow(List<Future<?>> parts, Instant start, Progress progress)
      throws InterruptedException, ExecutionException {
    Duration most = settings.total().plus(DRAIN_MAX);
    for (Future<?> part : parts) {
      while (!isDone(part)) {
        Duration elapsed = Duration.between(start, Instant.now());
        if (elapsed.compareTo(settings.total()) >= 0) {
          wire.on(false);
        }
        if (elapsed.compareTo(most) > 0) {
          return;
        }
        progress.show(elapsed, counts());
      }
    }
  }

  private static boolean isDone(Future<?> part) throws InterruptedException, ExecutionException {
    try {
      part.get(1, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    faults.close();
  }
}
