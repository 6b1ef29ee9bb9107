package dev.interlock.soak.report;

import dev.interlock.audit.history.Exchange;
import dev.interlock.soak.Fault;
import dev.interlock.soak.FaultEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The numbers of a report, counted naively: every exchange in memory, every fault compared with
/// every exchange.
final class NaiveFigures {
  private static final Map<String, Set<String>> OPERATIONS =
      Map.of(
          "database",
              Set.of(
                  "transfer",
                  "stock-decrement",
                  "permission-change",
                  "hold",
                  "settlement",
                  "stock-reservation",
                  "reservation-settlement"),
          "TransferFunction", Set.of("transfer"),
          "StockDecrementFunction", Set.of("stock-decrement"),
          "stock-decrement", Set.of("stock-decrement"),
          "PermissionChangeFunction", Set.of("permission-change"),
          "SettlementFunction", Set.of("settlement"),
          "AccountFunction", Set.of("account", "entries"));

  private final GeneratedSoak soak;
  private final Map<String, List<Exchange>> byKey;

  NaiveFigures(GeneratedSoak soak) {
    this.soak = soak;
    this.byKey =
        soak.exchanges.stream()
            .filter(each -> each.key().isPresent())
            .sorted(Comparator.comparing(Exchange::sentAt))
            .collect(Collectors.groupingBy(each -> each.key().orElseThrow()));
  }

  int requests() {
    return byKey.size();
  }

  long accepted() {
    return firstAnswers().filter(each -> status(each) < 300).count();
  }

  /// By operation.
  Map<String, Long> acceptedOf() {
    return byKey.values().stream()
        .filter(all -> first(all).filter(each -> status(each) < 300).isPresent())
        .collect(
            Collectors.groupingBy(
                all -> all.getFirst().operation().name(), TreeMap::new, Collectors.counting()));
  }

  Map<String, Long> refused() {
    return firstAnswers()
        .filter(each -> status(each) >= 300)
        .collect(Collectors.groupingBy(NaiveFigures::type, TreeMap::new, Collectors.counting()));
  }

  long unanswered() {
    return byKey.values().stream().filter(each -> each.stream().noneMatch(DECIDED)).count();
  }

  long unknown() {
    return byKey.values().stream()
        .flatMap(List::stream)
        .filter(each -> each.answer().isEmpty() || status(each) >= 500)
        .filter(each -> !Set.of("contention", "database-unavailable").contains(type(each)))
        .count();
  }

  long resent() {
    return byKey.values().stream()
        .mapToLong(
            all -> Math.min(all.size() - 1, all.stream().takeWhile(DECIDED.negate()).count()))
        .sum();
  }

  /// The latency of each whole request, in milliseconds, sorted.
  List<Double> latencies(String operation) {
    return byKey.values().stream()
        .filter(all -> all.getFirst().operation().name().equals(operation))
        .flatMap(
            all -> first(all).map(answer -> millis(all.getFirst().sentAt(), at(answer))).stream())
        .sorted()
        .toList();
  }

  /// The acceptances of each second, from the first to the last second in which one was.
  Map<Long, Long> acceptedPerSecond() {
    return firstAnswers()
        .filter(each -> status(each) < 300)
        .collect(
            Collectors.groupingBy(
                each -> at(each).getEpochSecond(), TreeMap::new, Collectors.counting()));
  }

  Set<String> struck() {
    Set<String> struck = new HashSet<>();
    soak.faults.forEach(fault -> fault.key().ifPresent(struck::add));
    List<Instant> ends = ends();
    for (FaultEvent fault : soak.faults) {
      for (int i = 0; fault.key().isEmpty() && i < soak.exchanges.size(); i++) {
        Exchange each = soak.exchanges.get(i);
        boolean running = !each.sentAt().isAfter(fault.at()) && !ends.get(i).isBefore(fault.at());
        if (running && strikes(fault, each)) {
          each.key().ifPresent(struck::add);
        }
      }
    }
    return struck;
  }

  /// The recovery times of each kind in milliseconds, sorted, without faults that never recovered.
  Map<Fault, List<Double>> recoveries() {
    Map<Fault, List<Double>> recoveries = new HashMap<>();
    for (FaultEvent fault : soak.faults) {
      Optional<Instant> recovered =
          fault.key().isPresent()
              ? byKey.getOrDefault(fault.key().get(), List.of()).stream()
                  .filter(DECIDED)
                  .map(NaiveFigures::at)
                  .filter(at -> !at.isBefore(fault.at()))
                  .min(Comparator.naturalOrder())
              : soak.exchanges.stream()
                  .filter(each -> strikes(fault, each))
                  .filter(each -> !each.sentAt().isBefore(fault.at()))
                  .filter(each -> each.answer().isPresent() && status(each) < 300)
                  .map(NaiveFigures::at)
                  .min(Comparator.naturalOrder());
      List<Double> ofKind = recoveries.computeIfAbsent(fault.fault(), kind -> new ArrayList<>());
      recovered.ifPresent(at -> ofKind.add(millis(fault.at(), at)));
    }
    recoveries.values().forEach(each -> each.sort(Comparator.naturalOrder()));
    return recoveries;
  }

  private List<Instant> ends() {
    List<Instant> ends = new ArrayList<>();
    Instant latest = Instant.MIN;
    for (Exchange each : soak.exchanges) {
      Instant known = each.answer().map(Exchange.Answer::at).orElse(each.sentAt());
      latest = latest.isAfter(known) ? latest : known;
      ends.add(each.answer().isPresent() ? known : latest);
    }
    return ends;
  }

  private static boolean strikes(FaultEvent fault, Exchange each) {
    return OPERATIONS.getOrDefault(fault.target(), Set.of()).contains(each.operation().name());
  }

  private Stream<Exchange> firstAnswers() {
    return byKey.values().stream().map(NaiveFigures::first).flatMap(Optional::stream);
  }

  private static Optional<Exchange> first(Collection<Exchange> ofKey) {
    return ofKey.stream().filter(DECIDED).findFirst();
  }

  private static final Predicate<Exchange> DECIDED =
      each ->
          each.answer().isPresent()
              && status(each) < 500
              && status(each) != 429
              && !type(each).equals("request-in-progress");

  private static int status(Exchange each) {
    return each.answer().orElseThrow().status();
  }

  private static Instant at(Exchange each) {
    return each.answer().orElseThrow().at();
  }

  private static String type(Exchange each) {
    String body = each.answer().map(Exchange.Answer::body).orElse("");
    int urn = body.indexOf("urn:interlock:");
    return urn < 0 ? "" : body.substring(urn + 14, body.indexOf('"', urn));
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }
}
