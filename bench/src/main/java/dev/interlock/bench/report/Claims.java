package dev.interlock.bench.report;

import dev.interlock.bench.report.Claim.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All that is claimed of Interlock's cost.
final class Claims {
  private static final String RATE = "calls per second";
  private static final String HOT = "hot destination";
  private static final double KIB_MAX = 64;
  private static final List<String> FUNCTIONS =
      List.of("transfer", "stock-decrement", "permission-change");

  static final List<Claim> ALL = all();

  private Claims() {}

  private static List<Claim> all() {
    List<Claim> all = new ArrayList<>();
    all.add(
        against(
            "limit",
            "transfers, 10,000 accounts, 16 connections, against (e) the limit, called bare",
            "function",
            transfers("10,000", "16", "0 ms"),
            0.9));
    all.add(
        against(
            "limit-handled",
            "transfers, 10,000 accounts, 16 connections, against (e) behind the same handler",
            "function-handled",
            transfers("10,000", "16", "0 ms"),
            0.9));
    all.add(
        against(
            "pooled-10000",
            "transfers, 10,000 accounts, 16 connections, against (b)",
            "updates-pooled",
            transfers("10,000", "16", "0 ms"),
            1.0));
    all.add(
        against(
            "pooled-100",
            "transfers, 100 accounts, 16 connections, against (b)",
            "updates-pooled",
            transfers("100", "16", "0 ms"),
            1.5));
    all.add(
        against(
            "pooled-2",
            "transfers, 2 accounts both ways, 16 connections, against (b)",
            "updates-pooled",
            transfers("2 both ways", "16", "0 ms"),
            8));
    all.add(
        against(
            "statements",
            "transfers, 10,000 accounts, 16 connections, 1 ms each way, against (d)",
            "statements",
            transfers("10,000", "16", "1 ms"),
            10));
    all.addAll(hotDestination());
    all.add(
        against(
            "lines",
            "orders of 20 lines, 16 connections, against (e) the limit, called bare",
            "function",
            query("throughput", "stock-decrement", RATE)
                .with("lines", "20")
                .with("connections", "16")
                .with("delay", "0 ms"),
            0.8));
    FUNCTIONS.forEach(function -> all.add(start(function)));
    FUNCTIONS.forEach(function -> all.addAll(call(function)));
    all.add(growth());
    return List.copyOf(all);
  }

  private static List<Claim> hotDestination() {
    FigureQuery all = transfers(HOT, "64", "0 ms");
    FigureQuery refused =
        new FigureQuery(
            all.part(),
            all.subject(),
            all.conditions(),
            ContenderLegend.INTERLOCK,
            "refused for contention");
    return List.of(
        new Claim(
            "hot-destination",
            "transfers to one hot destination, 64 connections against the best of 1 to 16",
            all,
            Stream.of("1", "4", "16").map(count -> transfers(HOT, count, "0 ms")).toList(),
            Direction.AT_LEAST,
            0.7,
            ""),
        new Claim(
            "hot-refusals",
            "transfers to one hot destination, 64 connections: refused for contention",
            refused,
            List.of(),
            Direction.NEVER_ABOVE,
            0,
            ""));
  }

  private static Claim start(String function) {
    FigureQuery query = query("start", function, "cpu").with("AOT cache", "no");
    return new Claim(
        "start-" + function,
        "start of " + function + ", CPU to the first answer, against Powertools",
        query,
        List.of(query.of("powertools")),
        Direction.AT_MOST,
        0.45,
        "");
  }

  private static List<Claim> call(String function) {
    FigureQuery work =
        query("call", function, "work besides the database p50")
            .with("answer", "accepted")
            .with("driver", "with pgjdbc");
    FigureQuery allocated =
        query("call", function, "allocated")
            .with("answer", "accepted")
            .with("driver", "with pgjdbc");
    return List.of(
        new Claim(
            "work-" + function,
            function + ", work besides the database, p50",
            work,
            List.of(),
            Direction.AT_MOST,
            150,
            "µs"),
        new Claim(
            "allocation-" + function,
            function + ", allocated in a call",
            allocated,
            List.of(),
            Direction.AT_MOST,
            KIB_MAX,
            "KiB"));
  }

  private static Claim growth() {
    FigureQuery query = query("growth", "transfer", RATE);
    return new Claim(
        "rows",
        "transfers, 10^7 rows against 10^3",
        query.with("rows", "10,000,000"),
        List.of(query.with("rows", "1,000")),
        Direction.AT_LEAST,
        0.8,
        "");
  }

  private static Claim against(
      String id, String title, String contender, FigureQuery query, double atLeast) {
    return new Claim(
        id, title, query, List.of(query.of(contender)), Direction.AT_LEAST, atLeast, "");
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
