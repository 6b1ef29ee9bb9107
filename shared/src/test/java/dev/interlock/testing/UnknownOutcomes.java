package dev.interlock.testing;

import static dev.interlock.wire.Turn.Plain.CUT_AFTER;
import static dev.interlock.wire.Turn.Plain.CUT_BEFORE;
import static dev.interlock.wire.Turn.Plain.SWALLOW_AFTER;
import static dev.interlock.wire.Turn.Plain.SWALLOW_BEFORE;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.wire.Turn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Answers that are lost on the way: the caller hears the truth in the end, and the effect is one.
public abstract class UnknownOutcomes extends FunctionTests {

  private static final Duration SHORT = Duration.ofSeconds(3);

  protected UnknownOutcomes(FunctionUnderTest function) {
    super(function);
  }

  @Test
  void answerLostAfterTheCommitIsFoundUnderTheKey() {
    try (Stage stage = viaProxy()) {
      RequestStreamHandler handler = handler(stage);
      proxy.script(CUT_AFTER);
      Answer answer = send(handler, function.accepted("k"));
      assertThat(proxy.lost()).isEqualTo(1);
      assertAccepted(answer, true);
      assertThat(effects("k")).isEqualTo(1);
      assertThat(log.last().attempts()).isEqualTo(2);
      assertThat(log.last().conflicts()).containsOnlyKeys("08006");
    }
  }

  @Test
  void statementLostOnItsWayIsSentAgain() {
    try (Stage stage = viaProxy()) {
      RequestStreamHandler handler = handler(stage);
      proxy.script(CUT_BEFORE);
      Answer answer = send(handler, function.accepted("k"));
      assertThat(proxy.lost()).isEqualTo(1);
      assertAccepted(answer, false);
      assertThat(effects("k")).isEqualTo(1);
      assertThat(log.last().attempts()).isEqualTo(2);
    }
  }

  @Test
  void lossAfterLossIsOvercome() {
    try (Stage stage = viaProxy()) {
      RequestStreamHandler handler = handler(stage);
      // Committed and lost; lost on its way; found taken, and lost; found taken, and the key's row
      // lost; and then both turns of the replay.
      proxy.script(CUT_AFTER, CUT_BEFORE, CUT_AFTER, Turn.Plain.PASS, CUT_AFTER, Turn.Plain.PASS);
      Answer answer = send(handler, function.accepted("k"));
      assertThat(proxy.lost()).isEqualTo(4);
      assertAccepted(answer, true);
      assertThat(effects("k")).isEqualTo(1);
      assertThat(log.last().attempts()).isEqualTo(5);
    }
  }

  @Test
  void refusalLostAfterTheCommitIsFoundUnderTheKey() {
    try (Stage stage = viaProxy()) {
      RequestStreamHandler handler = handler(stage);
      Answer plain = send(handler, function.refused("plain"));
      proxy.script(CUT_AFTER);
      Answer answer = send(handler, function.refused("k"));
      assertThat(proxy.lost()).isEqualTo(1);
      assertThat(answer.status()).isEqualTo(plain.status()).isBetween(400, 499);
      assertThat(answer.bodyText()).isEqualTo(plain.bodyText());
      assertThat(answer.headers()).containsEntry("Idempotency-Replayed", "true");
      assertThat(effects("k")).isZero();
    }
  }

  @Test
  void connectionEndedUnderTheStatement() {
    brokenWhileItWaits(backends::terminateWaiting, backends.endedStates());
  }

  @Test
  void statementCancelledByTheServer() {
    brokenWhileItWaits(backends::cancelWaiting, Set.of("57014"));
  }

  private void brokenWhileItWaits(LongSupplier breakIt, Set<String> sqlStates) {
    try (Stage stage = Stage.of(database);
        Session lock = Session.holding(database, function.lockGuardRow())) {
      CompletableFuture<Answer> sending = sending(handler(stage), function.accepted("k"));
      backends.awaitWaiting(1);
      assertThat(breakIt.getAsLong()).isEqualTo(1);
      backends.awaitWaiting(1);
      lock.release();
      assertAccepted(answer(sending), false);
      assertThat(effects("k")).isEqualTo(1);
      assertThat(log.last().conflicts()).hasSize(1);
      assertThat(sqlStates).containsAll(log.last().conflicts().keySet());
    }
  }

  /// What the server had done when the function gave up waiting for it.
  enum Truth {
    COMMITTED(SWALLOW_AFTER),
    NOTHING(SWALLOW_BEFORE);

    private final Turn.Plain turn;

    Truth(Turn.Plain turn) {
      this.turn = turn;
    }
  }

  @ParameterizedTest
  @EnumSource
  void deadlineUsedUpIsSaidAndTheSameKeyTellsTheTruth(Truth truth) {
    try (Stage stage = viaProxy()) {
      RequestStreamHandler handler = handler(stage);
      proxy.script(truth.turn);
      Answer unknown = Answer.of(handler, function.accepted("k").json(), SHORT);
      assertThat(proxy.lost()).isEqualTo(1);
      assertComeAgain(unknown, 503, "outcome-unknown");
      boolean committed = truth == Truth.COMMITTED;
      assertThat(effects("k")).isEqualTo(committed ? 1 : 0);

      assertAccepted(send(handler, function.accepted("k")), committed);
      assertThat(effects("k")).isEqualTo(1);
    }
  }

  @Test
  void databaseGoneAfterALostAnswerLeavesTheOutcomeUnknown() {
    try (Stage stage = viaProxy()) {
      RequestStreamHandler handler = handler(stage);
      proxy.script(CUT_AFTER);
      proxy.refuseConnects();
      Answer unknown = Answer.of(handler, function.accepted("k").json(), SHORT);
      assertComeAgain(unknown, 503, "outcome-unknown");
      assertThat(effects("k")).isEqualTo(1);
    }
    try (Stage stage = Stage.of(database)) {
      assertAccepted(send(handler(stage), function.accepted("k")), true);
      assertThat(effects("k")).isEqualTo(1);
    }
  }

  @Test
  void lossIsRememberedEvenWhenTheConnectionCannotBeAborted() {
    Interceptor noAbort =
        new Interceptor() {
          @Override
          public void aborting(Step<Object> abort) throws SQLException {
            abort.run();
            throw new SQLException("the abort failed", "08006");
          }
        };
    try (Stage stage = Stage.via(database, proxy, noAbort)) {
      RequestStreamHandler handler = handler(stage);
      proxy.script(CUT_AFTER);
      proxy.refuseConnects();
      Answer unknown = Answer.of(handler, function.accepted("k").json(), SHORT);
      assertComeAgain(unknown, 503, "outcome-unknown");
      assertThat(log.last().text()).contains("the abort failed");
    }
  }

  private Stage viaProxy() {
    return Stage.via(database, proxy, new Interceptor() {});
  }
}
