package dev.interlock.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

  private static final Set<Fault> OF_PROCESSES =
      where(Fault.Where.FUNCTION, Fault.Where.DATABASE, Fault.Where.POOLER);

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(everything(7)).isEqualTo(everything(7));
  }

  @Test
  void anotherSeedGivesOtherFaults() {
    assertThat(everything(7)).isNotEqualTo(everything(8));
  }

  /// Otherwise a short soak would miss some kinds at random.
  @Test
  void everyRoundHasEveryProcessFault() {
    Duration round = Duration.ofSeconds(60);
    List<FaultPlan.Strike> strikes = new FaultPlan(3).strikes(round.multipliedBy(3));

    for (int number = 0; number < 3; number++) {
      Duration from = round.multipliedBy(number);
      assertThat(strikes)
          .filteredOn(strike -> !strike.after().minus(from).isNegative())
          .filteredOn(strike -> strike.after().minus(from).compareTo(round) < 0)
          .extracting(FaultPlan.Strike::fault)
          .containsAll(OF_PROCESSES);
    }
    assertThat(strikes).isSortedAccordingTo((a, b) -> a.after().compareTo(b.after()));
  }

  @Test
  void aShortSoakIsOneRound() {
    List<FaultPlan.Strike> strikes = new FaultPlan(3).strikes(Duration.ofSeconds(20));

    assertThat(strikes).extracting(FaultPlan.Strike::fault).containsAll(OF_PROCESSES);
    assertThat(strikes).allMatch(strike -> strike.after().compareTo(Duration.ofSeconds(20)) < 0);
  }

  @Test
  void everyWireFaultAndEveryCallerFaultOccurs() {
    FaultPlan plan = new FaultPlan(3);
    Set<Fault> come = EnumSet.noneOf(Fault.class);
    for (int request = 0; request < 10_000; request++) {
      plan.onWire("1-" + request, 1).ifPresent(come::add);
      come.addAll(plan.byCaller("1-" + request));
    }

    Set<Fault> expected = where(Fault.Where.WIRE, Fault.Where.CALLER);
    // That one strikes connections.
    expected.remove(Fault.TOO_MANY_CONNECTIONS);
    assertThat(come).isEqualTo(expected);
    assertThat(IntStream.range(0, 100).filter(plan::isRefused)).isNotEmpty();
  }

  private static Set<Fault> where(Fault.Where... where) {
    Set<Fault> found = EnumSet.allOf(Fault.class);
    found.removeIf(fault -> !List.of(where).contains(fault.where()));
    return found;
  }

  private static List<Object> everything(long seed) {
    FaultPlan plan = new FaultPlan(seed);
    List<Object> all = new ArrayList<>();
    for (int request = 0; request < 1_000; request++) {
      all.add(plan.onWire("2-" + request, 1));
      all.add(plan.byCaller("2-" + request));
      all.add(plan.isRefused(request));
    }
    for (FaultPlan.Strike strike : plan.strikes(Duration.ofMinutes(2))) {
      all.add(strike.after());
      all.add(strike.fault());
      all.add(strike.random().nextLong());
    }
    return all;
  }
}
