package dev.interlock.soak.report;

import dev.interlock.audit.AuditReport;
import dev.interlock.audit.Finding;
import dev.interlock.soak.Fault;
import dev.interlock.soak.FaultEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// The report for people: a page of Markdown that is read beside its plots.
final class Page {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String PERCENTILE_HEADS = "n | p50 | p90 | p99 | max";
  private static final String PERCENTILE_RULES = "--:|--:|--:|--:|--:";

  private final Setup setup;
  private final Figures figures;
  private final AuditReport audit;
  private final StringBuilder page = new StringBuilder();

  Page(Setup setup, Figures figures, AuditReport audit) {
    this.setup = setup;
    this.figures = figures;
    this.audit = audit;
  }

  String write(boolean plotted) {
    line("# Soak, seed " + setup.seed());
    line("");
    line("```sh\n" + setup.command() + "\n```");
    line("");
    result();
    totals();
    if (plotted) {
      line("![Latency over time](latency.svg)\n");
      line("![Throughput over time](throughput.svg)\n");
    } else {
      line("Without plots: the JVM found no fonts to draw them with.\n");
    }
    faults();
    if (plotted) {
      line("![Time until the first success](recovery.svg)\n");
    }
    latencies();
    invariants();
    versions();
    counting();
    return page.toString();
  }

  private void result() {
    String promises =
        Promise.ALL.stream()
            .map(promise -> {
              var offences = promise.offences(audit.findings());
              return (offences.isPresent() ? number(offences.getAsLong()) : "not examined:")
                  + " "
                  + promise.title();
            })
            .collect(Collectors.joining(", "));
    line("**" + promises + ".** " + invariantsInWords());
    line("");
  }

  private String invariantsInWords() {
    List<Finding> broken = audit.findings().stream().filter(Finding::broken).toList();
    long idle = audit.findings().stream().filter(finding -> finding.examined() == 0).count();
    String all = number(audit.findings().size()) + " invariants were checked";
    if (idle > 0) {
      all += ", " + number(idle) + " of which found nothing that it speaks of";
    }
    if (broken.isEmpty()) {
      return all + ", and none is broken.";
    }
    return broken.stream()
        .map(Finding::invariant)
        .collect(Collectors.joining("; ", all + ". Broken: **", "**."));
  }

  private void totals() {
    Totals totals = figures.totals();
    Seconds seconds = figures.seconds();
    line("| | |\n|---|--:|");
    if (!seconds.isEmpty()) {
      row("begun", TIME.format(Micros.instant(seconds.start())));
      row("seconds", number(seconds.length()));
    }
    row("clients", number(setup.clients()));
    row("requests", number(totals.requests));
    row("of them struck by a fault", number(figures.faults().struck()));
    row("of these named by it", number(figures.faults().struckByName()));
    row("accepted", number(totals.accepted));
    totals.refused.forEach((type, count) -> row("refused: " + type, number(count)));
    row("never answered", number(totals.unanswered));
    row("exchanges", number(totals.exchanges));
    row("of them reads", number(totals.reads));
    row("left the outcome unknown", number(totals.unknown));
    totals.undecided.forEach((type, count) -> row("to be sent again: " + type, number(count)));
    row("sent again", number(totals.resent));
    row("replays", number(totals.replayed));
    line("");
  }

  private void faults() {
    Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    for (FaultEvent event : figures.faults().all()) {
      counts.merge(event.fault(), 1L, Long::sum);
    }
    Map<Fault, Recovery> recoveries = figures.faults().recoveries();
    line("## Faults, and the time until the first success");
    line("");
    line("In milliseconds. *n* faults were followed by a success; *never* were not, because the");
    line("soak ended first.");
    line("");
    line("| fault | strikes | times | never | " + PERCENTILE_HEADS + " |");
    line("|---|---|--:|--:|" + PERCENTILE_RULES + "|");
    for (Fault fault : Fault.values()) {
      Recovery recovery = Recovery.in(recoveries, fault);
      row(
          fault.toString(),
          where(fault),
          number(counts.getOrDefault(fault, 0L)),
          number(recovery.never()),
          percentiles(recovery.micros()));
    }
    line("");
  }

  private static String where(Fault fault) {
    return fault.where().name().toLowerCase(Locale.ROOT);
  }

  private void latencies() {
    line("## Latency");
    line("");
    line("In milliseconds: of whole requests, from the first sending until the answer; and of");
    line("single exchanges that were answered at all.");
    line("");
    line("| | operation | " + PERCENTILE_HEADS + " |");
    line("|---|---|" + PERCENTILE_RULES + "|");
    Latencies latencies = figures.latencies();
    latencies.requests().forEach((operation, h) -> row("request", operation, percentiles(h)));
    latencies.exchanges().forEach((operation, h) -> row("exchange", operation, percentiles(h)));
    line("");
  }

  private void invariants() {
    line("## Invariants");
    line("");
    line("| invariant | examined | offences |\n|---|--:|--:|");
    for (Finding each : audit.findings()) {
      row(each.invariant(), number(each.examined()), number(each.offences()));
    }
    line("");
  }

  private void versions() {
    line("## Versions");
    line("");
    line("| | |\n|---|---|");
    setup.versions().forEach((name, version) -> row(name, version));
    line("");
  }

  private void counting() {
    page.append(
        """
        ## How it is counted

        A *request* is a key: it is counted once, however often it was sent. It is *answered* by
        any status but 5xx, 429 and 409 `request-in-progress`; until then its client sends it
        again. What comes after the answer, a duplicate or a late delivery, counts as an exchange
        only.

        A request is *struck by a fault* when the fault names its key, or when it was under way at
        the moment of a fault that names none, on what that one struck: sent before, and not
        answered until after. A function's faults strike its operation, the database's every
        write; so where one of several environments or sessions was struck, this counts the
        requests of all, and the named ones are those that were certainly met. A request that was
        never answered is taken to have ended when its line was written.

        The *time until the first success* is, of a fault that names a key, from the fault until
        the first answer of that key after it; of any other, from the fault until the answer of
        the first call that was sent after it, on what it struck, and was accepted. So a fault
        that nobody noticed takes as long as a call does.
        """);
  }

  private static String percentiles(Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return "0 | | | | ";
    }
    return Stream.of(50, 90, 99, 100)
        .map(percentile -> millis(Latencies.millis(histogram, percentile)))
        .collect(Collectors.joining(" | ", number(histogram.getTotalCount()) + " | ", ""));
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 100 ? "%,.1f" : "%,.0f", millis);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void row(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private void line(String line) {
    page.append(line).append('\n');
  }
}
