package dev.interlock.emulator.template;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Selects the metrics that an alarm or a widget reads: those of one name with exactly these
/// dimensions, and these values in some of them.
record MetricSelector(
    String namespace, String metric, Set<String> dimensions, Map<String, String> values) {

  /// Label keys are quoted, because some, such as OPERATION, are reserved words.
  private static final Pattern QUERY =
      Pattern.compile(
          "SELECT \\w+\\((\\w+)\\) FROM SCHEMA\\(\"(\\w+)\"((?:, \"\\w+\")+)\\)"
              + "( WHERE \"\\w+\" = '[^']*'(?: AND \"\\w+\" = '[^']*')*)?");

  /// Quoted terms only: others also match parts of a value, such as the name of another stack.
  private static final Pattern SEARCH =
      Pattern.compile(
          "SEARCH\\('\\{([\\w/]+)((?:,\\w+)+)}((?: \\w+=\"[^\"]*\")*) MetricName=\"(\\w+)\"',"
              + " '\\w+', \\d+\\)");

  private static final Pattern QUERY_VALUE = Pattern.compile("\"(\\w+)\" = '([^']*)'");
  private static final Pattern SEARCH_VALUE = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /// A metric of an alarm, with all of its dimensions.
  static MetricSelector ofMetric(Map<?, ?> metric) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Object dimension : Deployment.list(metric.get("Dimensions"))) {
      values.put(
          String.valueOf(Deployment.at(dimension, "Name")),
          String.valueOf(Deployment.at(dimension, "Value")));
    }
    return exactly(
        String.valueOf(metric.get("Namespace")), String.valueOf(metric.get("MetricName")), values);
  }

  /// A metric of a widget: namespace, name, and then each dimension and its value.
  static MetricSelector ofArray(List<?> array) {
    List<String> texts =
        array.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 2; i < texts.size(); i += 2) {
      values.put(texts.get(i), texts.get(i + 1));
    }
    return exactly(texts.get(0), texts.get(1), values);
  }

  private static MetricSelector exactly(
      String namespace, String metric, Map<String, String> values) {
    return new MetricSelector(namespace, metric, values.keySet(), values);
  }

  /// A Metrics Insights query, if it has a known form.
  static Optional<MetricSelector> ofQuery(String text) {
    Matcher query = QUERY.matcher(text);
    return query.matches()
        ? Optional.of(
            new MetricSelector(
                query.group(2),
                query.group(1),
                names(query.group(3)),
                values(QUERY_VALUE, query.group(4) == null ? "" : query.group(4))))
        : Optional.empty();
  }

  /// A widget's search, if it has a known form.
  static Optional<MetricSelector> ofSearch(String text) {
    Matcher search = SEARCH.matcher(text);
    return search.matches()
        ? Optional.of(
            new MetricSelector(
                search.group(1),
                search.group(4),
                names(search.group(2)),
                values(SEARCH_VALUE, search.group(3))))
        : Optional.empty();
  }

  boolean selects(MetricSeries series) {
    return namespace.equals(series.namespace())
        && metric.equals(series.metric())
        && dimensions.equals(series.dimensions().keySet())
        && series.dimensions().entrySet().containsAll(values.entrySet());
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>(Arrays.asList(text.replaceAll("[\" ]", "").split(",", -1)));
    names.remove("");
    return names;
  }

  private static Map<String, String> values(Pattern form, String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (MatchResult value : form.matcher(text).results().toList()) {
      values.put(value.group(1), value.group(2));
    }
    return values;
  }
}
