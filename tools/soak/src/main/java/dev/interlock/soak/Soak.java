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

/// Uses a stack by many callers and breaks it meanwhile, after a plan made from a seed; what was
/// asked, answered and broken it leaves in a folder: `history.jsonl` and `faults.jsonl`.
///
/// Whether all of it was right is the audit's to say, from the journals and that history.
public final class Soak implements AutoCloseable {
  public static final String HISTORY = "history.jsonl";
  public static final String FAULTS = "faults.jsonl";

  /// How long callers go on asking for what they have begun, once the faults have ended.
  private static final Duration DRAIN_MAX = Duration.ofMinutes(2);

  /// What is asked of a soak.
  ///
  /// @param run begins the name of every key, principal and resource: letters in lower case, digits
  ///   and `-`, and another one each time that a database is soaked again
  public record Settings(String run, long seed, Duration total, int clients) {}

  /// Where callers ask, as whom, and what opens their accounts.
  ///
  /// @param tokens of each caller, good for as long as the soak lasts
  public record Target(String url, UnaryOperator<String> tokens, Callable<Connection> backOffice) {}

  /// Strikes processes of one kind.
  public interface Striking {
    /// What it strikes.
    Fault.Where where();

    /// Makes the fault, and returns when what was broken is put right again. Empty when there was
    /// nothing to strike. Several threads may ask at once.
    Optional<FaultEvent> strike(Fault fault, RandomGenerator random) throws Exception;
  }

  /// Shows how far it has come, about once a second.
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

  /// A soak that leaves its files in this folder.
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

  /// What a proxy between the functions and their database is to do.
  public Script wire() {
    return wire;
  }

  /// Runs to its end, and until every caller has an answer. An interrupt ends it at once.
  ///
  /// @param striking one for each kind of process in this stack; faults planned for other kinds are
  ///   skipped
  public Counts run(Target target, List<Striking> striking, Progress progress) throws Exception {
    World world = new World(settings.run(), plan.random("world", "", 0));
    try (Connection owner = target.backOffice().call()) {
      world.open(owner);
    }
    Workload workload = new Workload(world, keyPrefix());
    Instant start = Instant.now();
    Instant end = start.plus(settings.total());
    BooleanSupplier ending = () -> !Instant.now().isBefore(end);
    try (HistoryWriter history = HistoryWriter.to(folder.resolve(HISTORY));
        Callers callers = new Callers(target.url(), target.tokens(), history);
        ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor()) {
      Client.Scene scene =
          new Client.Scene(
              plan, world, workload, callers, running, faults, tally, deliveries, ending);
      try {
        play(scene, striking, start, progress);
        deliveries.shutdown();
        deliveries.awaitTermination(DRAIN_MAX.toSeconds(), TimeUnit.SECONDS);
      } finally {
        deliveries.shutdownNow();
      }
    }
    return counts();
  }

  /// On platform threads: faults start processes and read files, which would pin the carriers of
  /// virtual threads.
  private void play(Client.Scene scene, List<Striking> striking, Instant start, Progress progress)
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
          parts.add(threads.submit(new Client(scene, number)));
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
    striking.strike(strike.fault(), strike.random()).ifPresent(faults::made);
    return null;
  }

  private static void sleepUntil(Instant due) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), due);
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }

  /// Waits for all parts, the faults' and the callers'. Faults on the wire end with the time that
  /// was set; a part that fails ends the soak. Who still has no answer long after that is given up:
  /// it is the audit that says so, by the keys that were never answered.
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
