package dev.interlock.bench.call;

import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// The cost of one call, as JMH measures it in a forked JVM.
///
/// @param p50Micros elapsed
/// @param cpuMicros of the processor, all threads
/// @param allocatedBytes all threads
record CellCost(double p50Micros, double cpuMicros, double allocatedBytes) {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /// Measures a cell once.
  ///
  /// @param flags of its JVM
  static CellCost of(CallCell cell, List<String> flags, CallPlan effort) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + cell.benchmark().replace(".", "\\.") + "$")
            .forks(1)
            .jvmArgs(flags.toArray(String[]::new))
            // JMH needs it; otherwise the JVM prints a warning of four lines each time.
            .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
            .warmupIterations(1)
            .warmupTime(time(effort.warmUp()))
            .measurementIterations(effort.iterations())
            .measurementTime(time(effort.measured()))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    cell.parameters().forEach(options::param);
    RunResult run = new Runner(options.build()).runSingle();
    return new CellCost(
        run.getPrimaryResult().getStatistics().getPercentile(50),
        score(run, CpuProfiler.LABEL),
        score(run, ALLOCATED));
  }

  private static TimeValue time(Duration duration) {
    return TimeValue.milliseconds(duration.toMillis());
  }

  private static double score(RunResult run, String label) {
    var result = run.getSecondaryResults().get(label);
    if (result == null) {
      throw new IllegalStateException("JMH reported no " + label);
    }
    return result.getScore();
  }
}
