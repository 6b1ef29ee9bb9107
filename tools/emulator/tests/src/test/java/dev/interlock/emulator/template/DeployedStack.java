package dev.interlock.emulator.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A stack of the template under some name: what its resources are called in the account, which
/// metrics it writes, and which metrics and log groups its alarms, dashboard and queries read.
final class DeployedStack {
  private final Deployment deployment;
  private final Signals signals;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Intrinsics intrinsics;

  DeployedStack(Deployment deployment, Signals signals, String stack) {
    this.deployment = deployment;
    this.signals = signals;
    Map<String, String> known = new HashMap<>(Map.of("AWS::StackName", stack));
    Intrinsics nameOnly = new Intrinsics(deployment.root(), known);
    deployment
        .map("Resources")
        .forEach((id, resource) ->
            names.put(id, name(nameOnly, Deployment.at(resource, "Properties"), stack + " " + id)));
    names.forEach((id, name) -> {
      known.put(id, name);
      known.put(id + ".Arn", arn(name));
    });
    intrinsics = new Intrinsics(deployment.root(), known);
  }

  // CloudFormation makes up a name that is unique where a resource has none.
  private static String name(Intrinsics intrinsics, @Nullable Object properties, String unique) {
    if (properties instanceof Map<?, ?> map) {
      for (Object property : map.keySet()) {
        if (property.toString().endsWith("Name") && !property.equals("MetricName")) {
          return String.valueOf(intrinsics.resolve(map.get(property)));
        }
      }
    }
    return unique;
  }

  /// The ARN of a resource, as if it were a function.
  static String arn(String name) {
    return "arn:aws:lambda:us-east-1:000000000000:function:" + name;
  }

  /// The name of every resource in the account, by logical id.
  Map<String, String> names() {
    return names;
  }

  /// The metrics that the functions and the API write.
  Set<MetricSeries> written() {
    Set<MetricSeries> written = new HashSet<>();
    for (String metric : List.of("Count", "4xx", "5xx", "Latency", "IntegrationLatency")) {
      written.add(new MetricSeries("AWS/ApiGateway", metric, Map.of("ApiId", name("Api"))));
    }
    deployment
        .functions()
        .forEach((id, function) -> {
          for (String metric : List.of("Errors", "Throttles")) {
            written.add(new MetricSeries("AWS/Lambda", metric, Map.of("FunctionName", name(id))));
          }
          written.addAll(embedded(function));
        });
    return written;
  }

  private String name(String id) {
    return Objects.requireNonNull(names.get(id));
  }

  /// The metrics that CloudWatch extracts from a function's log lines.
  private Set<MetricSeries> embedded(Object function) {
    Object stack = deployment.property(function, "Environment", "Variables", "STACK_NAME");
    String handler = String.valueOf(Deployment.at(function, "Handler"));
    Map<String, String> line = new HashMap<>();
    line.put("stack", stack == null ? "local" : String.valueOf(intrinsics.resolve(stack)));
    line.put("operation", String.valueOf(signals.operations().get(handler)));
    Set<MetricSeries> series = new HashSet<>();
    for (String outcome : signals.outcomes()) {
      line.put("outcome", outcome);
      signals
          .dimensions()
          .forEach((metric, sets) -> {
            for (Set<String> dimensions : sets) {
              Map<String, String> values = new HashMap<>(line);
              values.keySet().retainAll(dimensions);
              series.add(new MetricSeries(signals.namespace(), metric, values));
            }
          });
    }
    return series;
  }

  /// Passes everything that an alarm or a widget reads to a visitor, with the alarm or dashboard.
  void read(BiConsumer<String, MetricSelector> reader) {
    deployment.alarms().forEach((id, alarm) -> readAlarm(id, alarm, reader));
    deployment
        .ofType("AWS::CloudWatch::Dashboard")
        .forEach((id, dashboard) -> readDashboard(id, dashboard, reader));
  }

  private void readAlarm(String id, Object alarm, BiConsumer<String, MetricSelector> reader) {
    Deployment.walk(
        resolved(alarm),
        id,
        (way, map) -> {
          if (map.containsKey("Namespace")) {
            reader.accept(id, MetricSelector.ofMetric(map));
          }
          MetricSelector.ofQuery(String.valueOf(map.get("Expression")))
              .ifPresent(query -> reader.accept(id, query));
        });
  }

  private void readDashboard(
      String id, Object dashboard, BiConsumer<String, MetricSelector> reader) {
    String body = String.valueOf(resolved(Deployment.at(dashboard, "DashboardBody")));
    try {
      Deployment.walk(
          new ObjectMapper().readValue(body, Map.class),
          id,
          (way, map) -> {
            for (Object metric : Deployment.list(map.get("metrics"))) {
              if (metric instanceof List<?> array && array.getFirst() instanceof String) {
                reader.accept(id, MetricSelector.ofArray(array));
              }
            }
            MetricSelector.ofSearch(String.valueOf(map.get("expression")))
                .ifPresent(search -> reader.accept(id, search));
          });
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(body, e);
    }
  }

  /// The names of the log groups that the saved queries read.
  List<String> logGroupsRead() {
    List<String> read = new ArrayList<>();
    for (Object query : deployment.ofType("AWS::Logs::QueryDefinition").values()) {
      Deployment.list(resolved(Deployment.at(query, "LogGroupNames")))
          .forEach(group -> read.add(String.valueOf(group)));
    }
    return read;
  }

  /// The resources, or patterns of them, on which the stack's roles are allowed something.
  List<String> permitted() {
    List<String> permitted = new ArrayList<>();
    Deployment.walk(
        deployment.at("Resources"),
        "",
        (way, map) -> {
          if ("Allow".equals(map.get("Effect"))) {
            Deployment.list(resolved(map.get("Resource")))
                .forEach(each -> permitted.add(String.valueOf(each)));
          }
        });
    return permitted;
  }

  private @Nullable Object resolved(@Nullable Object value) {
    Object resolved = intrinsics.resolve(value);
    if (resolved instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> members = new LinkedHashMap<>();
      map.forEach((key, member) -> members.put(key, resolved(member)));
      return members;
    }
    return resolved instanceof List<?> list ? list.stream().map(this::resolved).toList() : resolved;
  }
}
