package dev.interlock.bench.load;

import dev.interlock.races.contender.Result;
import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// The observations of one time window.
///
/// @param finished calls that ended within the window, by result
/// @param begun calls that began within the window, by result
/// @param attempts of the calls that began within the window
/// @param latencies of the same calls, in nanoseconds
/// @param use of the machine within the window
/// @param pages accessed by all calls, warm-up included
/// @param allCalls the number of all calls, warm-up included
public record Window(
    Duration length,
    Map<Result, Long> finished,
    Map<Result, Long> begun,
    long attempts,
    Histogram latencies,
    ResourceUse use,
    PageCounts pages,
    long allCalls) {

  /// Calls per second that were either accepted or refused.
  double callsPerSecond() {
    return perSecond(Result.ACCEPTED) + perSecond(Result.REFUSED);
  }

  double perSecond(Result result) {
    return finished.getOrDefault(result, 0L) * 1e9 / length.toNanos();
  }

  double attemptsPerCall() {
    return (double) attempts / Math.max(1, latencies.getTotalCount());
  }

  /// The share of one call.
  ///
  /// @param spent in the window by all calls together
  double perCall(long spent) {
    long calls = finished.values().stream().mapToLong(Long::longValue).sum();
    return (double) spent / Math.max(1, calls);
  }

  /// The share of one call.
  double pagesPerCall(long count) {
    return (double) count / Math.max(1, allCalls);
  }

  /// The number of calls that began within the window and had this result.
  long count(Result result) {
    return begun.getOrDefault(result, 0L);
  }
}
