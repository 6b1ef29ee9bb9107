package dev.interlock.soak.report;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryReader;
import dev.interlock.client.AnswerMeaning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Everything that is counted in a soak's files. Of an exchange it keeps only the key: as a hash
/// once it is answered, and in full until then.
final class Figures {
  private final Totals totals = new Totals();
  private final Latencies latencies = new Latencies();
  private final Seconds seconds = new Seconds();
  private final Faults faults = new Faults();
  private final CompactKeySet answered = new CompactKeySet();
  private final Map<String, Long> openSince = new HashMap<>();
  // Exchanges are written when they end, so one without an answer ended about when the latest
  // answer before it came.
  private long latest = Long.MIN_VALUE;

  private Figures() {}

  static Figures of(Path history, Path faults) throws IOException {
    Figures figures = new Figures();
    FaultLines.read(
        faults,
        event -> {
          figures.faults.add(event);
          figures.seconds.include(Micros.of(event.at()));
        });
    try (HistoryReader exchanges = HistoryReader.of(history)) {
      for (var next = exchanges.next(); next.isPresent(); next = exchanges.next()) {
        figures.add(next.get());
      }
    }
    figures.totals.unanswered = figures.openSince.size();
    figures.totals.requests = figures.answered.size() + figures.totals.unanswered;
    return figures;
  }

  private void add(Exchange exchange) {
    long sentAt = Micros.of(exchange.sentAt());
    latest = Math.max(latest, sentAt);
    long endedAt = exchange.answer().map(answer -> Micros.of(answer.at())).orElse(latest);
    latest = Math.max(latest, endedAt);
    totals.exchanges++;
    seconds.include(sentAt);
    exchange
        .answer()
        .ifPresent(answer -> {
          latencies.exchange(exchange.operation().name(), Micros.between(sentAt, endedAt));
          totals.replayed += answer.replayed() ? 1 : 0;
        });
    if (exchange.answer().filter(answer -> answer.status() / 100 == 2).isPresent()) {
      faults.accepted(exchange.operation().name(), sentAt, endedAt);
    }
    exchange
        .key()
        .ifPresentOrElse(
            key -> addWrite(key, exchange, new Span(sentAt, endedAt)), () -> totals.reads++);
  }

  private void addWrite(String key, Exchange exchange, Span span) {
    String operation = exchange.operation().name();
    Outcome outcome = new Outcome(meaning(exchange.answer()), name(exchange.answer()));
    faults.ran(operation, key, span.from, span.to);
    if (outcome.meaning.settled()) {
      faults.answered(key, span.to);
    } else {
      countUndecided(outcome, span);
    }
    // An exchange after the answer is a duplicate or a late delivery and belongs to no request.
    if (answered.contains(key)) {
      return;
    }
    Long since = openSince.get(key);
    if (since != null) {
      totals.resent++;
      seconds.at(span.from).resent();
    }
    long firstSentAt = since == null ? span.from : Math.min(since, span.from);
    if (outcome.meaning.settled()) {
      answered.add(key);
      openSince.remove(key);
      countAnswered(operation, outcome, new Span(firstSentAt, span.to));
    } else {
      openSince.put(key, firstSentAt);
    }
  }

  private void countUndecided(Outcome outcome, Span span) {
    totals.undecided.merge(outcome.name, 1L, Long::sum);
    if (outcome.meaning.written() == AnswerMeaning.Certainty.PERHAPS) {
      totals.unknown++;
      seconds.at(span.to).unknown();
    }
  }

  private void countAnswered(String operation, Outcome outcome, Span span) {
    long micros = Micros.between(span.from, span.to);
    latencies.request(operation, micros);
    if (outcome.meaning == AnswerMeaning.ACCEPTED) {
      totals.accepted++;
      totals.acceptedOf.merge(operation, 1L, Long::sum);
      seconds.at(span.to).accepted(micros);
    } else {
      totals.refused.merge(outcome.name, 1L, Long::sum);
      seconds.at(span.to).refused(micros);
    }
  }

  Totals totals() {
    return totals;
  }

  Latencies latencies() {
    return latencies;
  }

  Seconds seconds() {
    return seconds;
  }

  Faults faults() {
    return faults;
  }

  private static AnswerMeaning meaning(Optional<Exchange.Answer> answer) {
    return answer
        .map(each -> AnswerMeaning.of(each.status(), each.problem()))
        .orElse(AnswerMeaning.UNKNOWN);
  }

  /// The name of the answer in a table.
  private static String name(Optional<Exchange.Answer> answer) {
    return answer
        .map(each -> each.problem().isEmpty() ? "status-" + each.status() : each.problem())
        .orElse("no-answer");
  }

  private record Outcome(AnswerMeaning meaning, String name) {}

  private record Span(long from, long to) {}
}
