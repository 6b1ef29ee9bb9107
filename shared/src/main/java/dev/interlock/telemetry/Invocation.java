package dev.interlock.telemetry;

import dev.interlock.json.JsonText;
import dev.interlock.write.Attempts;
import dev.interlock.write.Decision;
import dev.interlock.write.Fingerprint;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Logs one line of JSON at the end of every invocation, also of one that failed.
///
/// The line is the log and, through its `_aws` member, the metrics: [embedded metric
/// format](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// It contains no body, no token and no caller's name: `caller` is the start of a hash, enough to
/// tell whether two lines have the same caller. It stays under 16 KB, far below the size at which
/// CloudWatch would truncate it and lose the metrics.
public final class Invocation {

  private static final String NAMESPACE = "Interlock";

  private final Map<String, Object> line = new LinkedHashMap<>();
  private final Attempts attempts;
  private final long startNanos = System.nanoTime();

  /// Begins an invocation.
  ///
  /// @param stack the stack of the function, from [#stack]
  /// @param operation what the function does, such as `transfer`
  public Invocation(String stack, String operation, String requestId, Attempts attempts) {
    this.attempts = attempts;
    line.put("operation", operation);
    line.put("stack", stack);
    line.put("requestId", requestId);
    // Replaced by every outcome. A line that still has this one is from a function that died.
    line.put("outcome", "died");
  }

  /// The stack that a function belongs to: `STACK_NAME`, which the template sets to the name of the
  /// stack. `local` if it is unset or empty, because a metric without a value for one of its
  /// dimensions is lost.
  public static String stack(Map<String, String> environment) {
    String name = environment.getOrDefault("STACK_NAME", "");
    return name.isEmpty() ? "local" : name;
  }

  /// Notes the trace that the invocation belongs to, if there is one.
  public void trace(@Nullable String traceId) {
    if (traceId != null) {
      line.put("traceId", traceId);
    }
  }

  /// Notes whether this is the environment's first invocation.
  public void coldStart(boolean first) {
    line.put("coldStart", first);
  }

  /// The attempts at the database, with the deadline that bounds them.
  public Attempts attempts() {
    return attempts;
  }

  /// Notes the caller.
  public void caller(String subject) {
    byte[] hash = Fingerprint.of(subject);
    line.put("caller", HexFormat.of().formatHex(hash, 0, 6));
  }

  /// Notes the outcome: a verdict, or the name of a problem.
  public void outcome(String outcome) {
    line.put("outcome", outcome);
  }

  /// Notes the verdict, and whether it is a replay.
  public void decided(Decision<?> decision) {
    outcome(decision.word());
    line.put("replayed", decision.replayed());
  }

  /// Notes the status of the answer.
  public void status(int status) {
    line.put("status", status);
  }

  /// Records a failure that needs attention.
  public void failure(Throwable failure) {
    line.put("failure", FailureTrace.of(failure));
  }

  /// Ends the invocation: writes the line.
  public void end(PrintStream log) {
    line.put("attempts", attempts.count());
    line.put("conflicts", attempts.conflicts());
    line.put("conflictCount", attempts.conflictCount());
    if (line.containsKey("failure")) {
      line.put("failures", attempts.failures());
    }
    line.put("credentialRefreshes", attempts.credentialRefusals());
    line.put("credentialFailures", attempts.credentialFailures());
    line.put("databaseMicros", attempts.databaseTime().toNanos() / 1_000);
    if (attempts.isQueueMissing()) {
      line.put("queueMissing", true);
    }
    line.put("queueMicros", attempts.queueTime().toNanos() / 1_000);
    line.put("totalMicros", Duration.ofNanos(System.nanoTime() - startNanos).toNanos() / 1_000);
    line.put("_aws", metrics());
    // A single write, so that the lines of two threads never interleave.
    log.println(JsonText.of(line));
  }

  // Each combination of dimension values costs money every month. By outcome, count and duration
  // are enough. A metric without the stack would be shared by all stacks of an account and region.
  private static final List<Map<String, Object>> DIRECTIVES =
      List.of(
          directive(
              List.of("stack", "operation"),
              List.of(
                  metric("totalMicros", "Microseconds"),
                  metric("databaseMicros", "Microseconds"),
                  metric("queueMicros", "Microseconds"),
                  metric("attempts", "Count"),
                  metric("conflictCount", "Count"),
                  metric("credentialRefreshes", "Count"),
                  metric("credentialFailures", "Count"))),
          directive(
              List.of("stack", "operation", "outcome"),
              List.of(metric("totalMicros", "Microseconds"))));

  private static Map<String, Object> metrics() {
    return Map.of("Timestamp", Clock.systemUTC().millis(), "CloudWatchMetrics", DIRECTIVES);
  }

  private static Map<String, Object> directive(
      List<String> dimensions, List<Map<String, String>> metrics) {
    return Map.of("Namespace", NAMESPACE, "Dimensions", List.of(dimensions), "Metrics", metrics);
  }

  private static Map<String, String> metric(String name, String unit) {
    return Map.of("Name", name, "Unit", unit);
  }
}
