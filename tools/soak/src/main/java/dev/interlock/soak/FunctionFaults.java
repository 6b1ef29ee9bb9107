package dev.interlock.soak;

import dev.interlock.emulator.clock.ClockOffset;
import dev.interlock.emulator.lambda.Freeze;
import dev.interlock.emulator.lambda.Functions;
import dev.interlock.emulator.lambda.RunningEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Strikes execution environments, preferably in the middle of a call.
public final class FunctionFaults implements Soak.Striking {
  /// How long to look for a busy one before taking an idle one.
  private static final Duration LOOK_MAX = Duration.ofMillis(300);

  private static final Duration LOOK_INTERVAL = Duration.ofNanos(500_000);

  /// One that is found busy has usually just begun; most calls are answered within this time.
  private static final int INTO_THE_CALL_MICROS_MAX = 4_000;

  /// Longer than an attempt may take: the function's connection has timed out when it thaws.
  private static final Duration BEYOND_AN_ATTEMPT = Duration.ofSeconds(9);

  /// Longer than the function's timeout: its pool kills it.
  private static final Duration BEYOND_THE_TIMEOUT = Duration.ofSeconds(16);

  /// From a wrong time zone down to what a time server corrects, in both directions.
  private static final List<Duration> SKEWS =
      List.of(
          Duration.ofHours(-1),
          Duration.ofSeconds(-10),
          Duration.ofSeconds(-1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofHours(1));

  private final Functions functions;

  public FunctionFaults(Functions functions) {
    this.functions = functions;
  }

  @Override
  public Fault.Where where() {
    return Fault.Where.FUNCTION;
  }

  @Override
  public Optional<FaultEvent> strike(Fault fault, RandomGenerator random)
      throws IOException, InterruptedException {
    return switch (fault) {
      case FUNCTION_KILLED -> kill(random);
      case FUNCTION_FROZEN -> freeze(random);
      case CLOCK_SKEWED -> skew(random);
      default -> throw new IllegalArgumentException(fault + " strikes no function");
    };
  }

  private Optional<FaultEvent> kill(RandomGenerator random) {
    Optional<RunningEnvironment> target = target(random, environment -> true);
    Instant at = Instant.now();
    return target
        .filter(environment -> environment.process().destroyForcibly())
        .map(environment -> {
          environment.process().onExit().join();
          return event(Fault.FUNCTION_KILLED, at, Duration.ZERO, environment);
        });
  }

  private Optional<FaultEvent> freeze(RandomGenerator random)
      throws IOException, InterruptedException {
    Duration time = freezeTime(random);
    Optional<RunningEnvironment> target = target(random, environment -> true);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    Instant at = Instant.now();
    Optional<Freeze> freeze = Freeze.of(target.get().process());
    if (freeze.isEmpty()) {
      return Optional.empty();
    }
    try {
      freeze.get().lasts(time);
    } finally {
      freeze.get().thaw();
    }
    Duration lasted = Duration.between(at, Instant.now());
    return Optional.of(event(Fault.FUNCTION_FROZEN, at, lasted, target.get()));
  }

  private Optional<FaultEvent> skew(RandomGenerator random) throws IOException {
    Duration skew = SKEWS.get(random.nextInt(SKEWS.size()));
    Duration time = Duration.ofMillis(random.nextLong(200, 3_000));
    Optional<RunningEnvironment> target = target(random, each -> each.clock().isPresent());
    if (target.isEmpty()) {
      return Optional.empty();
    }
    ClockOffset clock = target.get().clock().orElseThrow();
    Instant at = Instant.now();
    clock.set(skew);
    try {
      awaitEnd(target.get().process(), time);
    } finally {
      clock.set(Duration.ZERO);
    }
    Duration lasted = Duration.between(at, Instant.now());
    return Optional.of(event(Fault.CLOCK_SKEWED, at, lasted, target.get()));
  }

  private static void awaitEnd(ProcessHandle process, Duration atMost) {
    process.onExit().completeOnTimeout(process, atMost.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private static Duration freezeTime(RandomGenerator random) {
    int kind = random.nextInt(100);
    long millis = random.nextLong(50, 2_000);
    if (kind < 80) {
      return Duration.ofMillis(millis);
    }
    return kind < 95 ? BEYOND_AN_ATTEMPT : BEYOND_THE_TIMEOUT;
  }

  /// A busy one, at a random moment of its call; an idle one if none is busy for a while.
  private Optional<RunningEnvironment> target(
      RandomGenerator random, Predicate<RunningEnvironment> suitable) {
    double which = random.nextDouble();
    long intoTheCall = random.nextInt(INTO_THE_CALL_MICROS_MAX) * 1_000L;
    long giveUp = System.nanoTime() + LOOK_MAX.toNanos();
    while (true) {
      List<RunningEnvironment> all = functions.running().stream().filter(suitable).toList();
      List<RunningEnvironment> busy = all.stream().filter(RunningEnvironment::isBusy).toList();
      if (!busy.isEmpty()) {
        LockSupport.parkNanos(intoTheCall);
        return Optional.of(at(which, busy));
      }
      if (System.nanoTime() > giveUp) {
        return all.isEmpty() ? Optional.empty() : Optional.of(at(which, all));
      }
      LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
    }
  }

  private static RunningEnvironment at(double which, List<RunningEnvironment> all) {
    return all.get((int) (which * all.size()));
  }

  private static FaultEvent event(
      Fault fault, Instant at, Duration lasted, RunningEnvironment environment) {
    return new FaultEvent(fault, at, lasted, Optional.empty(), environment.logicalId());
  }
}
