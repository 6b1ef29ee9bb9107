package dev.interlock.emulator.template;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Simulates the response of the alarms on the API's metrics to its traffic, minute by minute.
record ApiAlarms(Deployment deployment) {

  /// The calls of one minute. CloudWatch has no data for a minute without calls.
  record Minute(int calls, int failed) {
    static List<Minute> repeated(int count, int calls, int failed) {
      return Stream.generate(() -> new Minute(calls, failed)).limit(count).toList();
    }
  }

  /// The first minute after which an alarm that notifies someone fires; 0 if none does.
  int tells(List<Minute> minutes) {
    return rings(minutes, (id, alarm) -> Deployment.at(alarm, "AlarmActions") != null);
  }

  /// The first minute after which an alarm that rolls back a deployment fires; 0 if none does.
  int rollsBack(List<Minute> minutes) {
    return rings(minutes, (id, alarm) -> deployment.rollsBack(id));
  }

  private int rings(List<Minute> minutes, BiPredicate<String, Object> wanted) {
    List<Object> alarms =
        deployment.alarms().entrySet().stream()
            .filter(alarm -> alarm.toString().contains("Namespace=AWS/ApiGateway"))
            .filter(alarm -> wanted.test(alarm.getKey(), alarm.getValue()))
            .map(Map.Entry::getValue)
            .toList();
    return IntStream.rangeClosed(1, minutes.size())
        .filter(now -> alarms.stream().anyMatch(alarm -> rings(alarm, minutes.subList(0, now))))
        .findFirst()
        .orElse(0);
  }

  private static boolean rings(Object alarm, List<Minute> minutes) {
    int evaluated = number(alarm, "EvaluationPeriods");
    return minutes.stream()
            .skip(Math.max(0, minutes.size() - evaluated))
            .filter(minute -> minute.calls() > 0 && breaches(alarm, minute))
            .count()
        >= number(alarm, "DatapointsToAlarm");
  }

  private static boolean breaches(Object alarm, Minute minute) {
    double rate = 100.0 * minute.failed() / minute.calls();
    double value =
        switch (expression(alarm)) {
          case "100 * FILL(failed, 0) / calls" -> rate;
          case "IF(calls >= 20, 100 * FILL(failed, 0) / calls, 0)" ->
              minute.calls() >= 20 ? rate : 0;
          default -> throw new AssertionError("unknown form of rate: " + alarm);
        };
    int threshold = number(alarm, "Threshold");
    return "GreaterThanThreshold".equals(Deployment.at(alarm, "ComparisonOperator"))
        ? value > threshold
        : value >= threshold;
  }

  private static String expression(Object alarm) {
    return Deployment.list(Deployment.at(alarm, "Metrics")).stream()
        .map(metric -> Deployment.at(metric, "Expression"))
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .findFirst()
        .orElse("");
  }

  private static int number(Object alarm, String property) {
    return Integer.parseInt(String.valueOf(Deployment.at(alarm, property)));
  }
}
