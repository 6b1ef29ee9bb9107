package dev.interlock.soak.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.audit.AuditReport;
import dev.interlock.audit.Finding;
import dev.interlock.soak.Fault;
import dev.interlock.soak.FaultEvent;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/// The report for programs: everything on the page, and each second.
final class JsonForm {
  private static final JsonMapper JSON = new JsonMapper();

  private final Setup setup;
  private final Figures figures;
  private final AuditReport audit;

  JsonForm(Setup setup, Figures figures, AuditReport audit) {
    this.setup = setup;
    this.figures = figures;
    this.audit = audit;
  }

  String write() throws JsonProcessingException {
    ObjectNode report = JSON.createObjectNode();
    report.set("setup", setup());
    report.set("totals", totals());
    report.set("faults", faults());
    report.set("verdict", verdict());
    ObjectNode latency = report.putObject("latencyMillis");
    latency.set("requests", latencies(figures.latencies().requests()));
    latency.set("exchanges", latencies(figures.latencies().exchanges()));
    report.set("recoveryMillis", recovery());
    report.set("seconds", seconds());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }

  private ObjectNode setup() {
    ObjectNode node = JSON.createObjectNode();
    node.put("seed", setup.seed());
    node.put("minutes", setup.length().toSeconds() / 60.0);
    node.put("clients", setup.clients());
    node.put("command", setup.command());
    node.set("versions", JSON.valueToTree(setup.versions()));
    return node;
  }

  private ObjectNode totals() {
    Totals totals = figures.totals();
    ObjectNode node = JSON.createObjectNode();
    node.put("requests", totals.requests);
    node.put("exchanges", totals.exchanges);
    node.put("reads", totals.reads);
    node.put("accepted", totals.accepted);
    node.set("acceptedOf", JSON.valueToTree(totals.acceptedOf));
    node.set("refused", JSON.valueToTree(totals.refused));
    node.put("unanswered", totals.unanswered);
    node.set("undecided", JSON.valueToTree(totals.undecided));
    node.put("unknown", totals.unknown);
    node.put("resent", totals.resent);
    node.put("replayed", totals.replayed);
    node.put("faultedRequests", figures.faults().struck());
    node.put("faultedByName", figures.faults().struckByName());
    return node;
  }

  /// Every kind, so that a kind that never occurred shows as 0.
  private ObjectNode faults() {
    ObjectNode node = JSON.createObjectNode();
    for (Fault fault : Fault.values()) {
      node.put(fault.toString(), 0);
    }
    for (FaultEvent event : figures.faults().all()) {
      String name = event.fault().toString();
      node.put(name, node.get(name).asLong() + 1);
    }
    return node;
  }

  private ObjectNode verdict() {
    ObjectNode node = JSON.createObjectNode();
    node.put("passed", audit.passed());
    for (Promise promise : Promise.ALL) {
      promise
          .offences(audit.findings())
          .ifPresentOrElse(
              offences -> node.put(promise.member(), offences),
              () -> node.putNull(promise.member()));
    }
    ArrayNode invariants = node.putArray("invariants");
    for (Finding finding : audit.findings()) {
      invariants
          .addObject()
          .put("name", finding.invariant())
          .put("examined", finding.examined())
          .put("offences", finding.offences());
    }
    return node;
  }

  private static ObjectNode latencies(Map<String, Histogram> byOperation) {
    ObjectNode node = JSON.createObjectNode();
    byOperation.forEach((operation, histogram) -> node.set(operation, percentiles(histogram)));
    return node;
  }

  private ObjectNode recovery() {
    ObjectNode node = JSON.createObjectNode();
    figures
        .faults()
        .recoveries()
        .forEach((fault, recovery) -> {
          ObjectNode percentiles = percentiles(recovery.micros());
          percentiles.put("never", recovery.never());
          node.set(fault.toString(), percentiles);
        });
    return node;
  }

  private static ObjectNode percentiles(Histogram histogram) {
    return JSON.createObjectNode()
        .put("count", histogram.getTotalCount())
        .put("p50", Latencies.millis(histogram, 50))
        .put("p90", Latencies.millis(histogram, 90))
        .put("p99", Latencies.millis(histogram, 99))
        .put("max", Latencies.millis(histogram, 100));
  }

  /// In columns: one object per second would take four times the space.
  private ObjectNode seconds() {
    List<Second> seconds = figures.seconds().each();
    ObjectNode node = JSON.createObjectNode();
    if (!figures.seconds().isEmpty()) {
      node.put("start", Micros.instant(figures.seconds().start()).toString());
    }
    column(node.putArray("accepted"), seconds, Second::acceptedCount);
    column(node.putArray("refused"), seconds, Second::refusedCount);
    column(node.putArray("unknown"), seconds, Second::unknownCount);
    column(node.putArray("resent"), seconds, Second::resentCount);
    column(node.putArray("p50Millis"), seconds, each -> Latencies.millis(each.latencies(), 50));
    column(node.putArray("p99Millis"), seconds, each -> Latencies.millis(each.latencies(), 99));
    column(node.putArray("maxMillis"), seconds, each -> Latencies.millis(each.latencies(), 100));
    return node;
  }

  private static void column(
      ArrayNode column, List<Second> seconds, ToDoubleFunction<Second> value) {
    for (Second second : seconds) {
      double number = value.applyAsDouble(second);
      if (number == Math.rint(number)) {
        column.add((long) number);
      } else {
        column.add(number);
      }
    }
  }
}
