package dev.interlock.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Which fault strikes which request, and which process when: a function of the seed alone, so that
/// runs with the same seed inject the same faults.
///
/// The seed does not decide how threads and processes interleave around them.
final class FaultPlan {

  /// A fault of a process.
  ///
  /// @param after since the soak began
  /// @param random chooses the target and the length of the fault
  record Strike(Duration after, Fault fault, RandomGenerator random) {}

  private static final Duration ROUND = Duration.ofSeconds(60);

  private record Share(Fault fault, int count) {}

  /// How many of a thousand statements each of these strikes. A black hole costs an environment the
  /// eight seconds of an attempt, so it is rare.
  private static final List<Share> ON_THE_WIRE =
      List.of(
          new Share(Fault.REQUEST_DROPPED, 25),
          new Share(Fault.ANSWER_DROPPED, 35),
          new Share(Fault.REQUEST_CUT, 20),
          new Share(Fault.ANSWER_CUT, 25),
          new Share(Fault.DELAYED, 40),
          new Share(Fault.BLACK_HOLE, 1),
          new Share(Fault.SERIALIZATION_FAILURE, 25),
          new Share(Fault.RESTART_TRANSACTION, 20),
          new Share(Fault.DEADLOCK, 20),
          new Share(Fault.COMPLETION_UNKNOWN, 20),
          new Share(Fault.QUERY_CANCELED, 20));

  /// Of a thousand connections.
  private static final int REFUSED_CONNECTIONS = 80;

  /// Of a thousand requests. The answer decides which of the two kinds of late delivery applies.
  private static final int DUPLICATED = 50;

  private static final int LATE_AFTER_ACCEPTANCE = 50;
  private static final int LATE_AFTER_REFUSAL = 200;
  private static final int ABANDONED = 30;

  /// How often each fault of a process strikes in a round.
  private static final List<Share> PER_ROUND =
      List.of(
          new Share(Fault.FUNCTION_KILLED, 4),
          new Share(Fault.FUNCTION_FROZEN, 4),
          new Share(Fault.CLOCK_SKEWED, 4),
          new Share(Fault.BACKEND_TERMINATED, 5),
          new Share(Fault.BACKEND_CANCELED, 5),
          new Share(Fault.QUEUED_CALL_TERMINATED, 5),
          new Share(Fault.QUEUED_CALL_CANCELED, 5),
          new Share(Fault.CONNECTIONS_EXHAUSTED, 2),
          new Share(Fault.DATABASE_KILLED, 2),
          new Share(Fault.DATABASE_STOPPED, 2),
          new Share(Fault.DATABASE_FAILED_OVER, 2),
          new Share(Fault.POOLER_KILLED, 3));

  private final long seed;

  FaultPlan(long seed) {
    this.seed = seed;
  }

  /// The fault that strikes a statement of this request, counted from 1.
  Optional<Fault> onWire(String request, int statement) {
    int drawn = random("wire", request, statement).nextInt(1000);
    for (Share each : ON_THE_WIRE) {
      drawn -= each.count();
      if (drawn < 0) {
        return Optional.of(each.fault());
      }
    }
    return Optional.empty();
  }

  /// For the details of a fault on the wire, such as its length.
  RandomGenerator detail(String request, int statement) {
    return random("detail", request, statement);
  }

  /// Whether the connection of this number is refused.
  boolean isRefused(int connection) {
    return random("connection", "", connection).nextInt(1000) < REFUSED_CONNECTIONS;
  }

  /// The faults that the caller of this request makes. `DELIVERED_LATE` applies if it is accepted,
  /// `REFUSED_AND_DELIVERED_LATE` if it is refused.
  Set<Fault> byCaller(String request) {
    RandomGenerator random = random("caller", request, 0);
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    add(faults, Fault.DUPLICATED, random, DUPLICATED);
    add(faults, Fault.DELIVERED_LATE, random, LATE_AFTER_ACCEPTANCE);
    add(faults, Fault.REFUSED_AND_DELIVERED_LATE, random, LATE_AFTER_REFUSAL);
    add(faults, Fault.CALLER_GONE, random, ABANDONED);
    return faults;
  }

  private static void add(Set<Fault> faults, Fault fault, RandomGenerator random, int ofThousand) {
    if (random.nextInt(1000) < ofThousand) {
      faults.add(fault);
    }
  }

  /// The faults of processes, in order of time: rounds of a minute or less, every kind in each.
  List<Strike> strikes(Duration total) {
    long rounds = Math.max(1, total.dividedBy(ROUND));
    Duration round = total.dividedBy(rounds);
    RandomGenerator random = random("strikes", "", 0);
    List<Strike> strikes = new ArrayList<>();
    for (int number = 0; number < rounds; number++) {
      for (Share each : PER_ROUND) {
        for (int i = 0; i < each.count(); i++) {
          Duration within = Duration.ofNanos(random.nextLong(round.toNanos()));
          RandomGenerator own = new SplittableRandom(random.nextLong());
          strikes.add(new Strike(round.multipliedBy(number).plus(within), each.fault(), own));
        }
      }
    }
    strikes.sort(Comparator.comparing(Strike::after));
    return strikes;
  }

  /// A separate generator for each purpose, name and number.
  RandomGenerator random(String purpose, String name, int number) {
    long mixed = seed;
    for (char each : (purpose + '/' + name + '/').toCharArray()) {
      mixed = mixed * 1_000_003 + each;
    }
    return new SplittableRandom(mixed * 1_000_003 + number);
  }
}
