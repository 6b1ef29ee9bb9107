package dev.interlock.soak;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryWriter;
import dev.interlock.client.AnswerMeaning;
import dev.interlock.client.ApiAnswer;
import dev.interlock.client.Attempt;
import dev.interlock.client.ClientSettings;
import dev.interlock.client.CommandOutcome;
import dev.interlock.client.InterlockClient;
import dev.interlock.client.KeyedCommand;
import dev.interlock.client.ReadFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Sends requests to the HTTP API with the Java client, and records each attempt with its answer.
final class Callers {
  private static final Duration DELAY_BASE = Duration.ofMillis(100);
  private static final Duration DELAY_MAX = Duration.ofMillis(400);

  private final ClientSettings settings =
      ClientSettings.defaults().withDelays(DELAY_BASE, DELAY_MAX);
  private final InterlockClient client;
  private final UnaryOperator<String> tokenOf;
  private final HistoryWriter history;
  private final Tally tally;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  /// @param tokenOf the token of a caller, which must outlast the run
  Callers(String url, UnaryOperator<String> tokenOf, HistoryWriter history, Tally tally) {
    this.client = new InterlockClient(URI.create(url), rejected -> "");
    this.tokenOf = tokenOf;
    this.history = history;
    this.tally = tally;
  }

  /// Sends a write until its outcome is known or the client's time is up.
  CommandOutcome<?> send(Call call, KeyedCommand<?> command) throws InterruptedException {
    return as(call, settings).send(command);
  }

  /// Sends a write, and waits for its outcome at most this long.
  CommandOutcome<?> send(Call call, KeyedCommand<?> command, Duration atMost)
      throws InterruptedException {
    return as(call, settings.withTimeMax(atMost)).send(command);
  }

  /// Reads, and leaves what was shown to the history.
  void read(Call call) throws InterruptedException {
    try {
      as(call, settings).read(call.path());
    } catch (ReadFailedException recorded) {
      // The stack is being broken, and the history has every attempt.
    }
  }

  private InterlockClient as(Call call, ClientSettings limits) {
    String token = tokens.computeIfAbsent(call.caller(), tokenOf);
    return client.as(rejected -> token).with(limits.withListener(attempt -> record(call, attempt)));
  }

  private void record(Call call, Attempt attempt) {
    count(attempt);
    Optional<KeyedCommand<?>> command = call.command();
    try {
      history.write(
          new Exchange(
              call.operation(),
              call.caller(),
              call.key(),
              command.flatMap(KeyedCommand::ifMatch),
              command.map(KeyedCommand::body).orElse(call.path()),
              micros(attempt.sentAt()),
              attempt.answer().map(answer -> received(answer, attempt.endedAt()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void count(Attempt attempt) {
    if (attempt.call().command().isEmpty()) {
      return;
    }
    if (attempt.number() > 1) {
      tally.resent.increment();
    }
    if (attempt.meaning().written() == AnswerMeaning.Certainty.PERHAPS) {
      tally.unknown.increment();
    }
  }

  private static Exchange.Answer received(ApiAnswer answer, Instant at) {
    return new Exchange.Answer(
        micros(at), answer.status(), answer.replayed(), answer.etag(), answer.body());
  }

  private static Instant micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }
}
