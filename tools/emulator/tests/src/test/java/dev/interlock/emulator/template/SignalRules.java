package dev.interlock.emulator.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.template.ApiAlarms.Minute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Alarms and dashboard use metrics that the functions send, and cover everything important.
final class SignalRules {

  private static final Set<String> OUTCOMES =
      Set.of("internal", "outcome-unknown", "database-unavailable", "contention");

  private final Deployment deployment;
  private final Signals signals;
  private final List<String> violations = new ArrayList<>();
  private final Set<String> outcomesSeen = new HashSet<>();
  private final Set<String> metricsShown = new HashSet<>();

  private SignalRules(Deployment deployment, Signals signals) {
    this.deployment = deployment;
    this.signals = signals;
  }

  static List<String> violations(Deployment deployment, Signals signals) {
    SignalRules rules = new SignalRules(deployment, signals);
    deployment.alarms().forEach(rules::check);
    deployment.functions().forEach(rules::checkWatched);
    rules.checkDashboard();
    rules.checkComplete();
    return rules.violations;
  }

  private void check(String id, Object alarm) {
    for (String needed :
        List.of("AlarmDescription", "Threshold", "ComparisonOperator", "TreatMissingData")) {
      if (Deployment.at(alarm, needed) == null) {
        violations.add(id + ": no " + needed);
      }
    }
    for (String change : List.of("AlarmActions", "OKActions")) {
      if (!String.valueOf(Deployment.at(alarm, change)).contains("AlarmTopicArn")
          && !rollsBackOnly(id, alarm)) {
        violations.add(id + ": no " + change);
      }
    }
    Deployment.walk(
        alarm,
        id,
        (way, map) -> {
          if (signals.namespace().equals(map.get("Namespace"))) {
            MetricSelector metric = MetricSelector.ofMetric(map);
            check(id, metric);
            if (!signals.operations().containsValue(metric.values().get("operation"))) {
              violations.add(id + ": unknown operation: " + metric);
            }
          }
          map.values().stream()
              .filter(value -> String.valueOf(value).startsWith("SELECT "))
              .forEach(value -> query(id, String.valueOf(value)));
        });
  }

  /// Whether an alarm only rolls a deployment back, which CloudFormation reports.
  private boolean rollsBackOnly(String id, Object alarm) {
    return Deployment.at(alarm, "AlarmActions") == null && deployment.rollsBack(id);
  }

  private void query(String id, String text) {
    MetricSelector query = MetricSelector.ofQuery(text).orElse(null);
    if (query == null) {
      violations.add(id + ": unsupported query: " + text);
      return;
    }
    check(id, query);
    String outcome = query.values().get("outcome");
    if (outcome != null) {
      outcomesSeen.add(outcome);
      if (!signals.outcomes().contains(outcome)) {
        violations.add(id + ": unknown outcome: " + outcome);
      }
    }
  }

  private void check(String id, MetricSelector selector) {
    if (!selector.namespace().equals(signals.namespace())) {
      violations.add(id + ": unknown namespace: " + selector.namespace());
    }
    Set<Set<String>> sent = signals.dimensions().getOrDefault(selector.metric(), Set.of());
    if (sent.isEmpty()) {
      violations.add(id + ": unknown metric: " + selector.metric());
    } else if (!sent.contains(selector.dimensions())) {
      violations.add(
          id + ": " + selector.metric() + " has no series with exactly " + selector.dimensions());
    }
  }

  // Each function needs an alarm for throttling and a graph of its errors, and each write also an
  // alarm for latency.
  private void checkWatched(String id, Object function) {
    String operation = signals.operations().get(String.valueOf(Deployment.at(function, "Handler")));
    boolean write = Deployment.routes(function).stream().anyMatch(each -> each.startsWith("POST "));
    String metrics = deployment.alarms().values().toString();
    if (!metrics.contains(
        "MetricName=Throttles, Dimensions=[{Name=FunctionName, Value={Ref=%s}}]".formatted(id))) {
      violations.add(id + ": no alarm when it is throttled");
    }
    String graph = "[\"AWS/Lambda\", \"Errors\", \"FunctionName\", \"${%s}\"]".formatted(id);
    if (!deployment.ofType("AWS::CloudWatch::Dashboard").toString().contains(graph)) {
      violations.add(id + ": no graph of its errors");
    }
    if (write
        && !Pattern.compile(
                "Stat=p99, Period=\\d+, Metric=\\{Namespace=%s, MetricName=totalMicros, Dimensions=\\[[^\\]]*\\{Name=operation, Value=%s}]"
                    .formatted(signals.namespace(), operation))
            .matcher(metrics)
            .find()) {
      violations.add(id + ": no alarm when it is slow");
    }
  }

  private void checkDashboard() {
    deployment
        .ofType("AWS::CloudWatch::Dashboard")
        .forEach((id, dashboard) -> {
          String body = String.valueOf(Deployment.at(dashboard, "DashboardBody", "Fn::Sub"));
          checkSearches(id, body);
          deployment
              .alarms()
              .forEach((alarm, properties) -> {
                // The dashboard has a graph of each function's errors.
                boolean own = "Errors".equals(Deployment.at(properties, "MetricName"));
                if (!own && !body.contains("\"${" + alarm + ".Arn}\"")) {
                  violations.add(id + ": does not show " + alarm);
                }
              });
        });
  }

  private void checkSearches(String id, String body) {
    try {
      Map<?, ?> widgets = new ObjectMapper().readValue(body, Map.class);
      Deployment.walk(
          widgets,
          id,
          (way, map) -> {
            if (map.get("expression") instanceof String search) {
              shown(id, search);
            }
          });
    } catch (JsonProcessingException e) {
      violations.add(id + ": not JSON: " + e.getOriginalMessage());
    }
  }

  private void shown(String id, String text) {
    MetricSelector search = MetricSelector.ofSearch(text).orElse(null);
    if (search == null) {
      violations.add(id + ": unsupported search: " + text);
      return;
    }
    check(id, search);
    metricsShown.add(search.metric());
  }

  private void checkFailures(ApiAlarms alarms) {
    if (alarms.tells(Minute.repeated(5, 1_000, 20)) == 0) {
      violations.add("no alarm when one call in fifty fails");
    }
    if (alarms.tells(Minute.repeated(5, 2, 2)) == 0) {
      violations.add("no alarm when all calls of a quiet stack fail");
    }
    if (alarms.rollsBack(Minute.repeated(1, 2, 1)) == 0) {
      violations.add("no alarm that rolls back a bad version on a quiet stack");
    }
  }

  private void checkComplete() {
    OUTCOMES.stream()
        .filter(outcome -> !outcomesSeen.contains(outcome))
        .forEach(outcome -> violations.add("no alarm for " + outcome));
    if (!deployment.alarms().toString().contains("SUM(credentialFailures)")) {
      violations.add("no alarm for a rotation that fails");
    }
    checkFailures(new ApiAlarms(deployment));
    signals.dimensions().keySet().stream()
        .filter(metric -> !metricsShown.contains(metric))
        .forEach(metric -> violations.add("the dashboard does not show " + metric));
  }
}
