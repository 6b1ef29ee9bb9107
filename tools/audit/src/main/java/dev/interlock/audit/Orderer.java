package dev.interlock.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Orders effects as they arrive and finds those that no order explains.
///
/// An effect is placed once each of its rows has reached the version before it. `earliest` is the
/// first moment at which it can have happened: not before it was sent, nor before the earliest of
/// any effect that it depends on. That is the time at which some effect u was sent, and a chain of
/// rows puts this one after u; if this one was answered before that time, the rows contradict what
/// callers observed. If no effect was, placing each at its `earliest` is an order that agrees with
/// both.
final class Orderer {

  private int[] standing = new int[1_024];
  private long[] earliest = new long[1_024];
  private final Map<Long, List<Effect>> waiting = new HashMap<>();
  private int waitingCount;
  private int waitingMax = 50_000;
  private final Offences cyclic = new Offences();
  private final Offences outOfTime = new Offences();
  private long effects;
  private long answered;

  /// Offers the next effect.
  void add(Effect effect) {
    effects++;
    answered += effect.acceptedAt < Long.MAX_VALUE ? 1 : 0;
    settle(effect);
    if (waitingCount > waitingMax) {
      int before = waitingCount;
      breakCycles();
      // Whatever still waits depends on an effect that has yet to arrive.
      waitingMax = waitingCount == before ? 2 * waitingMax : waitingMax;
    }
  }

  /// Ends the input: effects that still wait depend on themselves.
  void end() {
    while (waitingCount > 0) {
      int before = waitingCount;
      breakCycles();
      if (waitingCount == before) {
        throw new IllegalStateException(waitingCount + " effects wait for no other");
      }
    }
  }

  Finding cycles() {
    return cyclic.finding(EffectOrder.ACYCLIC_ID, EffectOrder.WITHOUT_CYCLES, effects);
  }

  Finding realTime() {
    return outOfTime.finding(EffectOrder.REAL_TIME_ID, EffectOrder.IN_REAL_TIME, answered);
  }

  private void settle(Effect first) {
    Deque<Effect> next = new ArrayDeque<>(List.of(first));
    for (Effect effect = next.poll(); effect != null; effect = next.poll()) {
      int missing = missing(effect);
      if (missing < 0) {
        place(effect, next);
      } else {
        waiting
            .computeIfAbsent(
                point(effect.row(missing), effect.first(missing) - 1), key -> new ArrayList<>(1))
            .add(effect);
        waitingCount++;
      }
    }
  }

  /// The first of its rows that has not reached the version before the effect, or -1.
  private int missing(Effect effect) {
    for (int i = 0; i < effect.rows(); i++) {
      if (standing(effect.row(i)) < effect.first(i) - 1) {
        return i;
      }
    }
    return -1;
  }

  private void place(Effect effect, Deque<Effect> next) {
    long moment = effect.firstSent;
    for (int i = 0; i < effect.rows(); i++) {
      int row = effect.row(i);
      moment = standing(row) == 0 ? moment : Math.max(moment, earliest[row]);
    }
    if (moment > effect.acceptedAt) {
      outOfTime.add(effect);
    }
    for (int i = 0; i < effect.rows(); i++) {
      int row = effect.row(i);
      standing[row] = Math.max(standing[row], effect.last(i));
      earliest[row] = moment;
      for (int version = effect.first(i); version <= effect.last(i); version++) {
        List<Effect> woken = waiting.remove(point(row, version));
        if (woken != null) {
          waitingCount -= woken.size();
          next.addAll(woken);
        }
      }
    }
  }

  private int standing(int row) {
    if (row >= standing.length) {
      int length = Math.max(row + 1, 2 * standing.length);
      standing = Arrays.copyOf(standing, length);
      earliest = Arrays.copyOf(earliest, length);
    }
    return standing[row];
  }

  private static long point(int row, int version) {
    return (long) row << Integer.SIZE | version;
  }

  /// Reports the waiting effects that depend on themselves, and places them.
  private void breakCycles() {
    Set<Effect> core = new HashSet<>();
    waiting.values().forEach(core::addAll);
    Map<Long, Effect> makers = new HashMap<>();
    Map<Long, Effect> users = new HashMap<>();
    for (Effect effect : core) {
      for (int i = 0; i < effect.rows(); i++) {
        makers.put(point(effect.row(i), effect.last(i)), effect);
        users.put(point(effect.row(i), effect.first(i) - 1), effect);
      }
    }
    peel(core, makers, users);
    for (List<Effect> behind : waiting.values()) {
      behind.removeAll(core);
    }
    waitingCount -= core.size();
    for (Effect effect : core) {
      cyclic.add(effect);
      Deque<Effect> next = new ArrayDeque<>();
      place(effect, next);
      next.forEach(this::settle);
    }
  }

  /// Removes effects that have no predecessor or no successor in the core, until all that are left
  /// lie on a cycle, or on a path between two.
  private static void peel(Set<Effect> core, Map<Long, Effect> makers, Map<Long, Effect> users) {
    Deque<Effect> next = new ArrayDeque<>(core);
    for (Effect effect = next.poll(); effect != null; effect = next.poll()) {
      List<Effect> before = new ArrayList<>();
      List<Effect> after = new ArrayList<>();
      for (int i = 0; i < effect.rows(); i++) {
        addIfIn(core, makers.get(point(effect.row(i), effect.first(i) - 1)), before);
        addIfIn(core, users.get(point(effect.row(i), effect.last(i))), after);
      }
      if (before.isEmpty() || after.isEmpty()) {
        if (core.remove(effect)) {
          next.addAll(before);
          next.addAll(after);
        }
      }
    }
  }

  private static void addIfIn(Set<Effect> core, @Nullable Effect effect, List<Effect> found) {
    if (effect != null && core.contains(effect)) {
      found.add(effect);
    }
  }

  /// Counts all offences and keeps the first to show.
  private static final class Offences {
    private final List<String> shown = new ArrayList<>();
    private long count;

    void add(Effect effect) {
      count++;
      if (shown.size() < Audit.ROWS_SHOWN_MAX) {
        shown.add(effect.toString());
      }
    }

    Finding finding(String id, String invariant, long examined) {
      return new Finding(id, invariant, examined, count, shown);
    }
  }
}
