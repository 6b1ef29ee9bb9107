package dev.interlock.emulator.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes a function out of a template: its role, log group and alarm, the limits of its routes, and
/// every line of a list that names one of these or its operation.
final class FunctionRemoval {
  private final Set<String> removed;
  private final String operation;

  private FunctionRemoval(Set<String> removed, String operation) {
    this.removed = removed;
    this.operation = operation;
  }

  static Deployment of(Deployment deployment, String function, Signals signals) {
    Object properties = deployment.functions().get(function);
    String name = function.replaceFirst("Function$", "");
    String handler = String.valueOf(Deployment.at(properties, "Handler"));
    FunctionRemoval removal =
        new FunctionRemoval(
            Set.of(function, name + "Role", name + "Logs", name + "ErrorsAlarm"),
            String.valueOf(signals.operations().get(handler)));
    deployment.map("Resources").keySet().removeAll(removal.removed);
    deployment
        .map("Resources", "Api", "Properties", "RouteSettings")
        .keySet()
        .removeAll(Deployment.routes(properties == null ? Map.of() : properties));
    removal.prune(deployment.root());
    deployment
        .map("Resources", "Dashboard", "Properties", "DashboardBody")
        .computeIfPresent("Fn::Sub", (key, body) -> withoutGraph(body.toString(), function));
    return deployment;
  }

  private void prune(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::prune);
    } else if (value instanceof List<?> list) {
      list.removeIf(this::belongs);
      list.forEach(this::prune);
    }
  }

  private boolean belongs(Object item) {
    Set<String> named = Deployment.references(item);
    return (!named.isEmpty() && removed.containsAll(named))
        || (Deployment.at(item, "MetricStat", "Metric") instanceof Map<?, ?> metric
            && operation.equals(MetricSelector.ofMetric(metric).values().get("operation")));
  }

  private static String withoutGraph(String body, String function) {
    String graph =
        Pattern.quote("[\"AWS/Lambda\", \"Errors\", \"FunctionName\", \"${" + function + "}\"]");
    return body.replaceFirst("(?:,\\s*)?" + graph, "").replaceFirst("\\[\\s*,", "[");
  }
}
