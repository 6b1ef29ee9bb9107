package dev.interlock.emulator.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.template.ApiAlarms.Minute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Alarms and dashboard look at what the functions send, and miss nothing that someone must see.
final class SignalRules {

  private static final Set<String> OUTCOMES =
      Set.of("internal", "outcome-unknown", "database-unavailable", "contention");

  private static final Pattern QUERY =
      Pattern.compile(
          "SELECT \\w+\\((\\w+)\\) FROM SCHEMA\\(\"(\\w+)\"((?:, \\w+)+)\\)"
              + "(?: WHERE outcome = '([a-z-]+)')?");
  private static final Pattern SEARCH =
      Pattern.compile("SEARCH\\('\\{(\\w+)((?:,\\w+)+)} MetricName=\"(\\w+)\"', '\\w+', \\d+\\)");
  private static final Pattern OPERATION = Pattern.compile("\\{Name=operation, Value=([^}]*)}");

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
        violations.add(id + ": tells nobody");
      }
    }
    Deployment.walk(
        alarm,
        id,
        (way, map) -> {
          if (signals.namespace().equals(map.get("Namespace"))) {
            metric(id, String.valueOf(map.get("MetricName")), "operation");
            operation(id, map.get("Dimensions"));
          }
          if (map.get("Expression") instanceof String text && text.startsWith("SELECT")) {
            query(id, text);
          }
        });
  }

  /// Whether an alarm only rolls a deployment back, which CloudFormation reports.
  private boolean rollsBackOnly(String id, Object alarm) {
    return Deployment.at(alarm, "AlarmActions") == null && deployment.rollsBack(id);
  }

  private void query(String id, String text) {
    Matcher query = QUERY.matcher(text);
    if (!query.matches()) {
      violations.add(id + ": not a query that is understood: " + text);
      return;
    }
    namespace(id, query.group(2));
    metric(id, query.group(1), query.group(3));
    String outcome = query.group(4);
    if (outcome != null) {
      outcomesSeen.add(outcome);
      if (!signals.outcomes().contains(outcome)) {
        violations.add(id + ": no such outcome: " + outcome);
      }
    }
  }

  private void operation(String id, @Nullable Object dimensions) {
    Matcher operation = OPERATION.matcher(String.valueOf(dimensions));
    if (!operation.find() || !signals.operations().containsValue(operation.group(1))) {
      violations.add(id + ": no such operation: " + dimensions);
    }
  }

  private void namespace(String id, String namespace) {
    if (!namespace.equals(signals.namespace())) {
      violations.add(id + ": no such namespace: " + namespace);
    }
  }

  private void metric(String id, String metric, String dimensions) {
    Set<Set<String>> sent = signals.dimensions().getOrDefault(metric, Set.of());
    Set<String> wanted =
        Arrays.stream(dimensions.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    if (sent.isEmpty()) {
      violations.add(id + ": no such metric: " + metric);
    } else if (!sent.contains(wanted)) {
      violations.add(id + ": " + metric + " is not sent with just " + wanted);
    }
  }

  // What is written for each function: that it is throttled, and for writes that it is slow.
  private void checkWatched(String id, Object function) {
    String operation = signals.operations().get(String.valueOf(Deployment.at(function, "Handler")));
    boolean write = Deployment.routes(function).stream().anyMatch(each -> each.startsWith("POST "));
    String metrics = deployment.alarms().values().toString();
    if (!metrics.contains(
        "MetricName=Throttles, Dimensions=[{Name=FunctionName, Value={Ref=%s}}]".formatted(id))) {
      violations.add(id + ": no alarm when it is throttled");
    }
    if (write
        && !Pattern.compile(
                "Stat=p99, Period=\\d+, Metric=\\{Namespace=%s, MetricName=totalMicros, Dimensions=\\[\\{Name=operation, Value=%s}]"
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
                // A function's own alarm is of its errors, which the dashboard finds by a search.
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
            if (map.get("expression") instanceof String search && !search.contains("{AWS/")) {
              shown(id, search);
            }
          });
    } catch (JsonProcessingException e) {
      violations.add(id + ": no JSON: " + e.getOriginalMessage());
    }
  }

  private void shown(String id, String text) {
    Matcher search = SEARCH.matcher(text);
    if (!search.matches()) {
      violations.add(id + ": not a search that is understood: " + text);
      return;
    }
    namespace(id, search.group(1));
    metric(id, search.group(3), search.group(2));
    metricsShown.add(search.group(3));
  }

  private void checkFailures(ApiAlarms alarms) {
    if (alarms.tells(Minute.repeated(5, 1_000, 20)) == 0) {
      violations.add("no alarm when one call of fifty fails");
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
