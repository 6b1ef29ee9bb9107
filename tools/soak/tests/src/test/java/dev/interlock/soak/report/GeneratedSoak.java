package dev.interlock.soak.report;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryWriter;
import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.soak.Fault;
import dev.interlock.soak.FaultEvent;
import dev.interlock.soak.FaultWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A plausible soak that never ran, determined by its seed.
final class GeneratedSoak {
  static final Instant BEGUN = Instant.parse("2026-11-22T18:00:00.250Z");
  private static final List<String> TARGETS =
      List.of(
          "database",
          "TransferFunction",
          "StockDecrementFunction",
          "PermissionChangeFunction",
          "SettlementFunction",
          "AccountFunction",
          "stock-decrement");
  private static final List<String> REFUSALS =
      List.of("insufficient-funds", "not-found", "version-mismatch", "insufficient-stock");
  private static final List<String> ERRORS =
      List.of("outcome-unknown", "contention", "database-unavailable", "internal");

  private final Random random;
  private final Duration length;
  final List<Exchange> exchanges = new ArrayList<>();
  final List<FaultEvent> faults = new ArrayList<>();

  /// @param requests of all callers, spread evenly over the length
  GeneratedSoak(long seed, Duration length, int requests) {
    this.random = new Random(seed);
    this.length = length;
    for (int i = 0; i < requests; i++) {
      request("k-" + i, moment());
    }
    int processFaults = (int) Math.min(300, 5 * length.toSeconds());
    for (int i = 0; i < processFaults; i++) {
      Fault kind = pick(kinds(Fault.Where.FUNCTION, Fault.Where.DATABASE, Fault.Where.POOLER));
      Duration lasted = Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(4_000) : 0);
      faults.add(new FaultEvent(kind, moment(), lasted, Optional.empty(), pick(TARGETS)));
    }
    // A history is written roughly in the order in which exchanges ended.
    exchanges.sort(
        Comparator.comparing(each -> each.answer().map(Exchange.Answer::at).orElse(each.sentAt())));
  }

  void write(Path folder) throws IOException {
    try (HistoryWriter history = HistoryWriter.to(folder.resolve(SoakReport.HISTORY));
        FaultWriter written = FaultWriter.to(folder.resolve(SoakReport.FAULTS))) {
      for (Exchange exchange : exchanges) {
        history.write(exchange);
      }
      for (FaultEvent fault : faults) {
        written.write(fault);
      }
    }
  }

  static List<Fault> kinds(Fault.Where... where) {
    return List.of(Fault.values()).stream()
        .filter(fault -> List.of(where).contains(fault.where()))
        .toList();
  }

  private void request(String key, Instant sentAt) {
    Operation operation = pick(Operations.WRITES);
    if (random.nextInt(20) == 0) {
      exchanges.add(
          exchange(pick(Operations.READS), Optional.empty(), sentAt, accepted(sentAt, false)));
    }
    boolean faulted = random.nextInt(5) == 0;
    Instant sent = sentAt;
    if (faulted) {
      Fault kind = pick(kinds(Fault.Where.WIRE, Fault.Where.CALLER));
      Instant at = sentAt.plus(random.nextInt(3_000), ChronoUnit.MICROS);
      faults.add(new FaultEvent(kind, at, Duration.ZERO, Optional.of(key), operation.name()));
      while (random.nextInt(3) != 0) {
        Optional<Exchange.Answer> undecided = undecided(sent);
        exchanges.add(exchange(operation, Optional.of(key), sent, undecided));
        Instant ended = undecided.map(Exchange.Answer::at).orElse(sent);
        sent = ended.plusMillis(10 + random.nextInt(900));
      }
    }
    // Some are never answered, because the soak ended.
    if (faulted && random.nextInt(50) == 0) {
      return;
    }
    boolean refused = random.nextInt(10) == 0;
    Optional<Exchange.Answer> answer =
        refused ? refused(sent) : accepted(sent, !sent.equals(sentAt));
    exchanges.add(exchange(operation, Optional.of(key), sent, answer));
    if (random.nextInt(10) == 0) {
      Instant late = answer.orElseThrow().at().plusMillis(random.nextInt(20_000));
      exchanges.add(exchange(operation, Optional.of(key), late, accepted(late, true)));
    }
  }

  private static Exchange exchange(
      Operation operation, Optional<String> key, Instant sentAt, Optional<Exchange.Answer> answer) {
    return new Exchange(operation, "caller-1", key, Optional.empty(), "{}", sentAt, answer);
  }

  private Optional<Exchange.Answer> accepted(Instant sentAt, boolean replayed) {
    return answer(sentAt, 201, replayed, "{\"id\":\"x\"}");
  }

  private Optional<Exchange.Answer> refused(Instant sentAt) {
    return answer(sentAt, 409, false, problem(pick(REFUSALS)));
  }

  private Optional<Exchange.Answer> undecided(Instant sentAt) {
    return switch (random.nextInt(5)) {
      case 0 -> answer(sentAt, 500, false, "{\"message\":\"Internal Server Error\"}");
      case 1 -> answer(sentAt, 429, false, "Too Many Requests");
      case 2 -> answer(sentAt, 409, false, problem("request-in-progress"));
      case 3 -> answer(sentAt, 503, false, problem(pick(ERRORS)));
      default -> Optional.empty();
    };
  }

  private Optional<Exchange.Answer> answer(
      Instant sentAt, int status, boolean replayed, String body) {
    // Mostly a few milliseconds, sometimes seconds.
    long micros = (long) (1_500 * Math.exp(Math.abs(random.nextGaussian()) * 1.8));
    Instant at = sentAt.plus(micros, ChronoUnit.MICROS);
    return Optional.of(new Exchange.Answer(at, status, replayed, Optional.empty(), body));
  }

  private static String problem(String type) {
    return "{\"type\":\"urn:interlock:" + type + "\"}";
  }

  private Instant moment() {
    return BEGUN.plus((long) (random.nextDouble() * length.toMillis() * 1_000), ChronoUnit.MICROS);
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
