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

/// The report for people: a page of Markdown beside its plots.
final class Page {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String COUNTING =
      """
      ## How it is counted

      A *request* is a key: it is counted once, however often it was sent. It is *answered* by
      any status but 5xx, 429 and 409 `request-in-progress`; until then its client sends it
      again. An exchange after the answer, a duplicate or a late delivery, counts as an exchange
      only.

      A request is *struck by a fault* when the fault names its key, or when it was in flight on
      the target of a fault that names no key: sent before the fault and answered after it. A
      function's faults strike its operation, and the database's faults every write. So where
      one of several environments or sessions was struck, this counts the requests of all of
      them; only the named ones were certainly struck. A request that was never answered counts
      as ended when its line was written.

      The *time until the first success* of a fault that names a key is the time until the next
      answer of that key; of any other fault, the time until the answer of the first accepted
      call on its target that was sent after it. So a fault without any effect takes as long as
      a call does.
      """;

  private final Setup setup;
  private final Figures figures;
  private final AuditReport audit;
  private final MarkdownText page = new MarkdownText();

  Page(Setup setup, Figures figures, AuditReport audit) {
    this.setup = setup;
    this.figures = figures;
    this.audit = audit;
  }

  String write(boolean plotted) {
    page.line("# Soak, seed " + setup.seed());
    page.line("");
    page.line("```sh\n" + setup.command() + "\n```");
    page.line("");
    result();
    totals();
    if (plotted) {
      page.line("![Latency over time](latency.svg)\n");
      page.line("![Throughput over time](throughput.svg)\n");
    } else {
      page.line("Without plots: the JVM found no fonts to draw them with.\n");
    }
    faults();
    if (plotted) {
      page.line("![Time until the first success](recovery.svg)\n");
    }
    latencies();
    invariants();
    versions();
    page.text(COUNTING);
    return page.toString();
  }

  private void result() {
    String promises =
        Promise.ALL.stream()
            .map(promise -> {
              var offences = promise.offences(audit.findings());
              return (offences.isPresent()
                      ? MarkdownText.number(offences.getAsLong())
                      : "not examined:")
                  + " "
                  + promise.title();
            })
            .collect(Collectors.joining(", "));
    page.line("**" + promises + ".** " + invariantsInWords());
    page.line("");
  }

  private String invariantsInWords() {
    List<Finding> broken = audit.findings().stream().filter(Finding::broken).toList();
    long idle = audit.findings().stream().filter(finding -> finding.examined() == 0).count();
    String all = MarkdownText.number(audit.findings().size()) + " invariants were checked";
    if (idle > 0) {
      all += ", " + MarkdownText.number(idle) + " of which had no rows to examine";
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
    page.line("| | |\n|---|--:|");
    if (!seconds.isEmpty()) {
      page.row("begun", TIME.format(Micros.instant(seconds.start())));
      page.row("seconds", MarkdownText.number(seconds.length()));
    }
    page.row("clients", MarkdownText.number(setup.clients()));
    page.row("requests", MarkdownText.number(totals.requests));
    page.row("of them struck by a fault", MarkdownText.number(figures.faults().struck()));
    page.row("of these named by it", MarkdownText.number(figures.faults().struckByName()));
    page.row("accepted", MarkdownText.number(totals.accepted));
    totals.acceptedOf.forEach(
        (operation, count) -> page.row("accepted: " + operation, MarkdownText.number(count)));
    totals.refused.forEach(
        (type, count) -> page.row("refused: " + type, MarkdownText.number(count)));
    page.row("never answered", MarkdownText.number(totals.unanswered));
    page.row("exchanges", MarkdownText.number(totals.exchanges));
    page.row("of them reads", MarkdownText.number(totals.reads));
    page.row("left the outcome unknown", MarkdownText.number(totals.unknown));
    totals.undecided.forEach(
        (type, count) -> page.row("to be sent again: " + type, MarkdownText.number(count)));
    page.row("sent again", MarkdownText.number(totals.resent));
    page.row("replays", MarkdownText.number(totals.replayed));
    page.line("");
  }

  private void faults() {
    Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    for (FaultEvent event : figures.faults().all()) {
      counts.merge(event.fault(), 1L, Long::sum);
    }
    Map<Fault, Recovery> recoveries = figures.faults().recoveries();
    page.section("Faults, and the time until the first success");
    page.line(
        "In milliseconds. *n* faults were followed by a success; *never* were not, because the");
    page.line("soak ended first.");
    page.line("");
    page.percentileTable("| fault | strikes | times | never |", "|---|---|--:|--:|");
    for (Fault fault : Fault.values()) {
      Recovery recovery = Recovery.in(recoveries, fault);
      page.row(
          fault.toString(),
          where(fault),
          MarkdownText.number(counts.getOrDefault(fault, 0L)),
          MarkdownText.number(recovery.never()),
          MarkdownText.percentiles(recovery.micros()));
    }
    page.line("");
  }

  private static String where(Fault fault) {
    return fault.where().name().toLowerCase(Locale.ROOT);
  }

  private void latencies() {
    page.section("Latency");
    page.line(
        "In milliseconds: of whole requests, from the first sending until the answer; and of");
    page.line("single exchanges that were answered at all.");
    page.line("");
    page.percentileTable("| | operation |", "|---|---|");
    Latencies latencies = figures.latencies();
    latencies
        .requests()
        .forEach((operation, h) -> page.row("request", operation, MarkdownText.percentiles(h)));
    latencies
        .exchanges()
        .forEach((operation, h) -> page.row("exchange", operation, MarkdownText.percentiles(h)));
    page.line("");
  }

  private void invariants() {
    page.section("Invariants");
    page.line("| invariant | examined | offences |\n|---|--:|--:|");
    for (Finding each : audit.findings()) {
      page.row(
          each.invariant(),
          MarkdownText.number(each.examined()),
          MarkdownText.number(each.offences()));
    }
    page.line("");
  }

  private void versions() {
    page.section("Versions");
    page.line("| | |\n|---|---|");
    setup.versions().forEach((name, version) -> page.row(name, version));
    page.line("");
  }
}
