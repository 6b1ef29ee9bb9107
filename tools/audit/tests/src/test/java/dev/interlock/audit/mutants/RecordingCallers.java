package dev.interlock.audit.mutants;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.history.HistoryWriter;
import dev.interlock.testkit.calls.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Callers who record what they sent and received.
final class RecordingCallers implements AutoCloseable {

  private final HistoryWriter history;

  RecordingCallers(Path history) {
    try {
      this.history = HistoryWriter.to(history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a request; empty if the function died.
  Optional<Answer> send(Service service, CallerRequest request) {
    Instant sentAt = Instant.now();
    try {
      Answer answer = service.answer(request);
      write(request, sentAt, Optional.of(heard(answer)));
      return Optional.of(answer);
    } catch (FunctionDiedException e) {
      write(request, sentAt, Optional.empty());
      return Optional.empty();
    }
  }

  /// Sends a request and does not wait for the answer.
  void sendAndLeave(Service service, CallerRequest request) {
    Instant sentAt = Instant.now();
    service.answer(request);
    write(request, sentAt, Optional.empty());
  }

  private static Exchange.Answer heard(Answer answer) {
    return new Exchange.Answer(
        Instant.now(),
        answer.status(),
        answer.isReplayed(),
        Optional.ofNullable(answer.headers().get("ETag")),
        answer.bodyText());
  }

  private void write(CallerRequest request, Instant sentAt, Optional<Exchange.Answer> answer) {
    try {
      history.write(
          new Exchange(
              request.operation(),
              request.caller(),
              request.key(),
              request.ifMatch(),
              request.text(),
              sentAt,
              answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      history.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
