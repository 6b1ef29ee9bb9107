package dev.interlock.bench.load;

import dev.interlock.bench.contender.Result;
import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What was seen during one window of time.
///
/// @param length of it
/// @param finished calls that ended within it, by what became of them
/// @param begun calls that began within it, by what became of them
/// @param attempts of those that began within it
/// @param latencies of the same, in nanoseconds
/// @param costs of the time within it
/// @param pages of all calls, with those before the window
/// @param allCalls how many they were
public record Window(
    Duration length,
    Map<Result, Long> finished,
    Map<Result, Long> begun,
    long attempts,
    Histogram latencies,
    ResourceUse costs,
    PageCounts pages,
    long allCalls) {

  /// Calls that were decided one way or the other, a second.
  double callsPerSecond() {
    return perSecond(Result.ACCEPTED) + perSecond(Result.REFUSED);
  }

  double perSecond(Result result) {
    return finished.getOrDefault(result, 0L) * 1e9 / length.toNanos();
  }

  double attemptsPerCall() {
    return (double) attempts / Math.max(1, latencies.getTotalCount());
  }

  /// A share of what was spent in the time.
  ///
  /// @param spent by all calls that ended within it
  double perCall(long spent) {
    long calls = finished.values().stream().mapToLong(Long::longValue).sum();
    return (double) spent / Math.max(1, calls);
  }

  /// A share of pages.
  double pagesPerCall(long count) {
    return (double) count / Math.max(1, allCalls);
  }

  /// How many calls that began within it ended so.
  long count(Result result) {
    return begun.getOrDefault(result, 0L);
  }
}
