package dev.interlock.testkit.contracts;

import static dev.interlock.wire.Turn.Plain.CUT_AFTER;
import static dev.interlock.wire.Turn.Plain.CUT_BEFORE;
import static dev.interlock.wire.Turn.Plain.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/// Answers that are lost repeatedly, or because of the server. In the end the caller gets the true
/// answer, and there is one effect. [dev.interlock.testkit.failures.FailureTable] has each single
/// way to lose an answer.
public abstract class UnknownOutcomes extends FunctionTests {

  private static final Duration SHORT = Duration.ofSeconds(3);

  protected UnknownOutcomes(FunctionUnderTest function) {
    super(function);
  }

  @Test
  void repeatedLossesEndInTheTrueAnswer() {
    try (Stage stage = viaProxy()) {
      RequestStreamHandler handler = handler(stage);
      // The commit's answer is lost; then a request; then the answer that the key is taken; then
      // the answer with the stored verdict. The last two round trips, of the replay, pass.
      proxy.script(CUT_AFTER, CUT_BEFORE, CUT_AFTER, PASS, CUT_AFTER, PASS);
      Answer answer = send(handler, function.accepted("k"));
      assertThat(proxy.lost()).isEqualTo(4);
      assertAccepted(answer, true);
      assertThat(effects("k")).isEqualTo(1);
      assertThat(log.last().attempts()).isEqualTo(5);
    }
  }

  @Test
  void connectionTerminatedDuringTheStatementIsRetried() {
    assertEffectAfterBreaking(backends::terminateWaiting, backends.endedStates());
  }

  @Test
  void statementCancelledByTheServerIsRetried() {
    assertEffectAfterBreaking(backends::cancelWaiting, Set.of("57014"));
  }

  private void assertEffectAfterBreaking(LongSupplier breakIt, Set<String> sqlStates) {
    try (Stage stage = stage();
        HeldCall lock = holdGuardRows(function.accepted("k"))) {
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
    try (Stage stage = stage()) {
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
      assertThat(log.last().text()).contains("statement 08006");
    }
  }

  private Stage viaProxy() {
    return Stage.via(database, proxy, new Interceptor() {});
  }
}
