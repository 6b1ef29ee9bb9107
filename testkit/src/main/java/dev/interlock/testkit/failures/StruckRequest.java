package dev.interlock.testkit.failures;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.CapturedLog;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.write.StatementRunner;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// A request that a failure will hit, and its answer without failures.
///
/// @param key empty for a read
/// @param status of that answer
/// @param body of that answer, if it is known beforehand
record StruckRequest(
    Function<StatementRunner, RequestStreamHandler> function,
    Event event,
    String key,
    int status,
    Optional<String> body) {

  private static final int ACCEPTED = 201;

  /// A write that will be accepted.
  static StruckRequest write(
      Function<StatementRunner, RequestStreamHandler> function, Event event, String key) {
    return new StruckRequest(function, event, key, ACCEPTED, Optional.empty());
  }

  /// A read, which is answered once beforehand.
  static StruckRequest read(
      Function<StatementRunner, RequestStreamHandler> function,
      Event event,
      StatementRunner environment) {
    Answer answer = Answer.of(function.apply(environment), event.json());
    assertThat(answer.status()).isEqualTo(200);
    return new StruckRequest(function, event, "", answer.status(), Optional.of(answer.bodyText()));
  }

  /// The same when it has been accepted already.
  StruckRequest sent(StatementRunner environment) {
    Answer answer = Answer.of(function.apply(environment), event.json());
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(ACCEPTED);
    return new StruckRequest(function, event, key, ACCEPTED, Optional.of(answer.bodyText()));
  }

  /// The same when it will be refused as this one is.
  StruckRequest refusedAs(Event refused, StatementRunner environment) {
    Answer answer = Answer.of(function.apply(environment), refused.json());
    assertThat(answer.status()).isBetween(400, 499);
    return new StruckRequest(function, event, key, answer.status(), Optional.of(answer.bodyText()));
  }

  boolean isAccepted() {
    return status == ACCEPTED;
  }

  /// Sends it, with the failure in its way.
  Answer assertOutcome(StatementRunner environment, Duration time, FailureOutcome outcome) {
    RequestStreamHandler handler = function.apply(environment);
    CapturedLog<Answer> sent = CapturedLog.of(() -> Answer.of(handler, event.json(), time));
    InvocationLog.Line line = InvocationLog.Line.of(sent.lines().getLast());
    Answer answer = sent.result();
    if (outcome.isTruth()) {
      assertIsTruth(answer, outcome.replayed(), line.text());
    } else {
      assertThat(answer.problem()).as(line.text()).isEqualTo(outcome.problem());
      assertThat(answer.status()).isEqualTo(outcome.status());
      assertThat(answer.headers().containsKey("Retry-After")).isEqualTo(outcome.status() != 500);
      assertThat(Integer.parseInt(answer.headers().getOrDefault("Retry-After", "1"))).isPositive();
      assertThat(answer.isReplayed()).isFalse();
    }
    assertThat(line.attempts()).as("attempts").isEqualTo(outcome.attempts());
    assertThat(line.conflicts()).isEqualTo(outcome.conflicts());
    return answer;
  }

  /// Sends it again, with nothing in its way any more.
  void assertTruth(StatementRunner environment, Answer before, FailureOutcome outcome) {
    Answer again = Answer.of(function.apply(environment), event.json());
    assertIsTruth(again, outcome.decided(), again.bodyText());
    if (outcome.isTruth()) {
      assertThat(again.bodyText()).isEqualTo(before.bodyText());
    }
  }

  private void assertIsTruth(Answer answer, boolean replayed, String description) {
    assertThat(answer.status()).as(description).isEqualTo(status);
    body.ifPresent(known -> assertThat(answer.bodyText()).isEqualTo(known));
    assertThat(answer.isReplayed()).isEqualTo(replayed && !key.isEmpty());
  }
}
