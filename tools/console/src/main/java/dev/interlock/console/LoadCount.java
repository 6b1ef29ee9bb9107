package dev.interlock.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// Counts the calls of each second, and how long they took.
final class LoadCount {
  /// Percentiles of a busier second are those of its first calls.
  private static final int MEASURED_MAX = 4_096;

  private long second = Instant.now().getEpochSecond();
  private int requests;
  private int refusals;
  private int failures;
  private final double[] millis = new double[MEASURED_MAX];

  synchronized void add(int status, Duration took) {
    if (requests < MEASURED_MAX) {
      millis[requests] = took.toNanos() / 1e6;
    }
    requests++;
    if (status >= 500) {
      failures++;
    } else if (status >= 400) {
      refusals++;
    }
  }

  /// Shows the last second, if it is over.
  synchronized void look(Shown shown) {
    long now = Instant.now().getEpochSecond();
    if (now == second) {
      return;
    }
    ObjectNode load = JsonNodeFactory.instance.objectNode();
    load.put("at", Timestamps.rfc3339(Instant.ofEpochSecond(now)));
    load.put("requests", requests).put("refusals", refusals).put("failures", failures);
    int measured = Math.min(requests, MEASURED_MAX);
    if (measured > 0) {
      Arrays.sort(millis, 0, measured);
      load.put("p50Ms", percentile(50, measured)).put("p99Ms", percentile(99, measured));
    }
    shown.show("load", load);
    second = now;
    requests = 0;
    refusals = 0;
    failures = 0;
  }

  private double percentile(int percent, int measured) {
    int rank = (percent * measured + 99) / 100;
    return Math.round(millis[rank - 1] * 1e3) / 1e3;
  }
}
