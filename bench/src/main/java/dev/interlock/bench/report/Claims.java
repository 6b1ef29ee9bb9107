package dev.interlock.bench.report;

import dev.interlock.races.contender.MeasuredOperation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All claims about Interlock's cost.
final class Claims {
  private static final String RATE = "calls per second";
  private static final String HOT = "hot destination";
  private static final double KIB_MAX = 64;

  static final List<Claim> ALL =
      Stream.of(againstOthers(), hotDestination(), lines(), starts(), calls(), growth())
          .flatMap(List::stream)
          .toList();

  private Claims() {}

  private static List<Claim> againstOthers() {
    FigureQuery wide = transfers("10,000", "16", "0 ms");
    return List.of(
        new Claim(
            "limit",
            "transfers, 10,000 accounts, 16 connections, against (e) called directly, the limit",
            wide.against("function"),
            Bound.atLeast(0.9)),
        new Claim(
            "limit-handled",
            "transfers, 10,000 accounts, 16 connections, against (e) behind the same handler",
            wide.against("function-handled"),
            Bound.atLeast(0.9)),
        new Claim(
            "pooled-10000",
            "transfers, 10,000 accounts, 16 connections, against (b)",
            wide.against("updates-pooled"),
            Bound.atLeast(1.0)),
        new Claim(
            "pooled-100",
            "transfers, 100 accounts, 16 connections, against (b)",
            transfers("100", "16", "0 ms").against("updates-pooled"),
            Bound.atLeast(1.5)),
        new Claim(
            "pooled-2",
            "transfers, 2 accounts in both directions, 16 connections, against (b)",
            transfers("2 both ways", "16", "0 ms").against("updates-pooled"),
            Bound.atLeast(8)),
        new Claim(
            "statements",
            "transfers, 10,000 accounts, 16 connections, 1 ms each way, against (d)",
            transfers("10,000", "16", "1 ms").against("statements"),
            Bound.atLeast(10)));
  }

  private static List<Claim> hotDestination() {
    FigureQuery crowded = transfers(HOT, "64", "0 ms");
    List<FigureQuery> fewer =
        Stream.of("1", "4", "16").map(count -> transfers(HOT, count, "0 ms")).toList();
    return List.of(
        new Claim(
            "hot-destination",
            "transfers to one hot destination, 64 connections against the best of 1 to 16",
            new Quantity(crowded, fewer),
            Bound.atLeast(0.7)),
        new Claim(
            "hot-refusals",
            "transfers to one hot destination, 64 connections: refused for contention",
            crowded.metric("refused for contention").alone(),
            Bound.neverAbove(0)));
  }

  private static List<Claim> lines() {
    FigureQuery query =
        query("throughput", "stock-decrement", RATE)
            .with("lines", "20")
            .with("connections", "16")
            .with("delay", "0 ms");
    return List.of(
        new Claim(
            "lines",
            "stock decrements of 20 lines, 16 connections, against (e) called directly, the limit",
            query.against("function"),
            Bound.atLeast(0.8)));
  }

  private static List<Claim> starts() {
    return operations()
        .map(operation ->
            new Claim(
                "start-" + operation,
                "start of " + operation + ", CPU to the first answer, against Powertools",
                query("start", operation, "cpu").with("AOT cache", "no").against("powertools"),
                Bound.atMost(0.45, "")))
        .toList();
  }

  private static List<Claim> calls() {
    return operations().map(Claims::call).flatMap(List::stream).toList();
  }

  private static List<Claim> call(String operation) {
    FigureQuery work =
        query("call", operation, "work besides the database p50")
            .with("answer", "accepted")
            .with("driver", "with pgjdbc");
    return List.of(
        new Claim(
            "work-" + operation,
            operation + ", work besides the database, p50",
            work.alone(),
            Bound.atMost(150, "µs")),
        new Claim(
            "allocation-" + operation,
            operation + ", memory allocated per call",
            work.metric("allocated").alone(),
            Bound.atMost(KIB_MAX, "KiB")));
  }

  private static List<Claim> growth() {
    FigureQuery query = query("growth", "transfer", RATE);
    return List.of(
        new Claim(
            "rows",
            "transfers, 10^7 rows against 10^3",
            new Quantity(query.with("rows", "10,000,000"), List.of(query.with("rows", "1,000"))),
            Bound.atLeast(0.8)));
  }

  private static Stream<String> operations() {
    return MeasuredOperation.timed().stream().map(MeasuredOperation::title);
  }

  private static FigureQuery transfers(String accounts, String connections, String delay) {
    return query("throughput", "transfer", RATE)
        .with("accounts", accounts)
        .with("connections", connections)
        .with("delay", delay);
  }

  private static FigureQuery query(String part, String subject, String metric) {
    return new FigureQuery(part, subject, Map.of(), ContenderLegend.INTERLOCK, metric);
  }
}
