package dev.interlock.bench.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The order of the contenders on the page, and a description of each.
final class ContenderLegend {
  static final String INTERLOCK = "interlock";

  private static final Map<String, String> DESCRIPTIONS = descriptions();
  private static final List<String> ORDER = List.copyOf(DESCRIPTIONS.keySet());

  private ContenderLegend() {}

  private static Map<String, String> descriptions() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(INTERLOCK, "this project");
    all.put("interlock-waits", "this project, with random waits instead of the queues of rows");
    all.put("updates", "(a) two conditional UPDATEs in a transaction, a new connection per call");
    all.put("updates-pooled", "(b) the same on a pooled connection");
    all.put("read-modify-write", "(c) read, compute and write in a transaction");
    all.put("statements", "(d) all that Interlock does, as separate statements of one transaction");
    all.put(
        "function",
        "(e) all that Interlock does, in one PL/pgSQL function, called directly: the limit");
    all.put(
        "function-handled",
        "(e) behind Interlock's handler, with the same event, answer and log line");
    all.put("updates-rc", "(b) at READ COMMITTED, PostgreSQL's default");
    all.put("read-modify-write-rc", "(c) at READ COMMITTED");
    all.put(
        "dsql-sample",
        "(f) the money transfer of AWS's sample for Lambda and Aurora DSQL, at REPEATABLE READ;"
            + " measured for anomalies only");
    all.put("plain-events", "the usual way: event classes and Jackson's databind");
    all.put(
        "powertools", "the usual way with Powertools: logging, metrics, event classes, HikariCP");
    all.put("spring-boot", "the usual way with Spring Boot and Spring Cloud Function's adapter");
    return all;
  }

  /// Interlock first, then the others in a fixed order.
  static List<String> inOrder(Collection<String> names) {
    return names.stream().distinct().sorted(NaturalOrder.first(ORDER)).toList();
  }

  static String description(String name) {
    return DESCRIPTIONS.getOrDefault(name, "");
  }
}
