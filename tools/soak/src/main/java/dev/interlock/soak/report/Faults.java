package dev.interlock.soak.report;

import dev.interlock.soak.Fault;
import dev.interlock.soak.FaultEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The faults of a soak and their effect: which requests each struck, and the time until the first
/// success after it.
final class Faults {
  private final List<FaultEvent> all = new ArrayList<>();
  private final Map<String, List<KeyFault>> byKey = new HashMap<>();
  private final Map<String, TargetFaults> byTarget = new TreeMap<>();
  private final CompactKeySet struck = new CompactKeySet();
  private int struckByName;

  /// Adds a fault; all faults come before the first exchange.
  void add(FaultEvent event) {
    Targets.operations(event.target());
    all.add(event);
    event
        .key()
        .ifPresentOrElse(
            key -> {
              if (struck.add(key)) {
                struckByName++;
              }
              byKey.computeIfAbsent(key, k -> new ArrayList<>(1)).add(new KeyFault(event));
            },
            () -> byTarget.computeIfAbsent(event.target(), TargetFaults::new).add(event));
  }

  /// Adds an exchange that was in flight from one moment to the other.
  void ran(String operation, String key, long sentAt, long endedAt) {
    for (TargetFaults target : byTarget.values()) {
      if (target.strikes(operation) && target.anyBetween(sentAt, endedAt)) {
        struck.add(key);
        return;
      }
    }
  }

  /// Adds a final answer, whether an acceptance or a refusal.
  void answered(String key, long answeredAt) {
    byKey.getOrDefault(key, List.of()).forEach(fault -> fault.answered(answeredAt));
  }

  void accepted(String operation, long sentAt, long answeredAt) {
    for (TargetFaults target : byTarget.values()) {
      if (target.strikes(operation)) {
        target.accepted(sentAt, answeredAt);
      }
    }
  }

  List<FaultEvent> all() {
    return all;
  }

  /// How many requests a fault names.
  int struckByName() {
    return struckByName;
  }

  /// How many requests a fault names, or were in flight on a target that one struck.
  int struck() {
    return struck.size();
  }

  /// The recoveries of each kind that occurred.
  Map<Fault, Recovery> recoveries() {
    Map<Fault, Recovery> recoveries = new EnumMap<>(Fault.class);
    all.forEach(event -> recoveries.computeIfAbsent(event.fault(), kind -> new Recovery()));
    byKey.values().stream().flatMap(Collection::stream).forEach(each -> each.addTo(recoveries));
    byTarget.values().forEach(each -> each.addTo(recoveries));
    return recoveries;
  }

  /// A fault that struck one request.
  private static final class KeyFault {
    private final Fault fault;
    private final long at;
    private long recoveredAt = Long.MAX_VALUE;

    KeyFault(FaultEvent event) {
      fault = event.fault();
      at = Micros.of(event.at());
    }

    void answered(long answeredAt) {
      if (answeredAt >= at) {
        recoveredAt = Math.min(recoveredAt, answeredAt);
      }
    }

    void addTo(Map<Fault, Recovery> recoveries) {
      Recovery.in(recoveries, fault).add(at, recoveredAt);
    }
  }

  /// The faults that struck one target and name no request, in order of time.
  private static final class TargetFaults {
    private final Set<String> operations;
    private final List<FaultEvent> events = new ArrayList<>();
    private long[] at = {};
    // For each fault, when the first call sent between it and the next fault was accepted.
    private long[] acceptedAt = {};

    TargetFaults(String target) {
      operations = Targets.operations(target);
    }

    void add(FaultEvent event) {
      events.add(event);
    }

    boolean strikes(String operation) {
      return operations.contains(operation);
    }

    boolean anyBetween(long sentAt, long endedAt) {
      int last = lastUntil(endedAt);
      return last >= 0 && at[last] >= sentAt;
    }

    /// Exchanges come in no strict order, so each fault keeps the earliest acceptance of its own
    /// interval, and [#addTo] combines them: the work for an exchange does not grow with the
    /// faults.
    void accepted(long sentAt, long answeredAt) {
      int fault = lastUntil(sentAt);
      if (fault >= 0) {
        acceptedAt[fault] = Math.min(acceptedAt[fault], answeredAt);
      }
    }

    void addTo(Map<Fault, Recovery> recoveries) {
      sort();
      long recoveredAt = Long.MAX_VALUE;
      for (int i = at.length - 1; i >= 0; i--) {
        recoveredAt = Math.min(recoveredAt, acceptedAt[i]);
        Recovery.in(recoveries, events.get(i).fault()).add(at[i], recoveredAt);
      }
    }

    /// The last fault that was not after the moment, or -1.
    private int lastUntil(long moment) {
      sort();
      int low = 0;
      int high = at.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (at[middle] <= moment) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low - 1;
    }

    private void sort() {
      if (at.length != events.size()) {
        events.sort(Comparator.comparing(FaultEvent::at));
        at = events.stream().mapToLong(event -> Micros.of(event.at())).toArray();
        acceptedAt = new long[at.length];
        Arrays.fill(acceptedAt, Long.MAX_VALUE);
      }
    }
  }
}
