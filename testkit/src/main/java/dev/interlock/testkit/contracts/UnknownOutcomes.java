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
import dev.interlock.testkit.servers.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/// Answers that are lost again and again, or by a server's own doing: the caller hears the truth in
/// the end, and the effect is one. Each way of losing one is in [FailureTable].
public abstract class UnknownOutcomes extends FunctionTests {

  private static final Duration SHORT = Duration.ofSeconds(3);

  protected UnknownOutcomes(FunctionUnderTest function) {
    super(function);
  }

  @Test
  void lossAfterLossIsOvercome() {
    try (Stage stage = viaProxy()) {
      RequestStreamHandler handler = handler(stage);
      // Committed and lost; lost on its way; found taken, and lost; found taken, and the key's row
      // lost; and then both turns of the replay.
      proxy.script(CUT_AFTER, CUT_BEFORE, CUT_AFTER, PASS, CUT_AFTER, PASS);
      Answer answer = send(handler, function.accepted("k"));
      assertThat(proxy.lost()).isEqualTo(4);
      assertAccepted(answer, true);
      assertThat(effects("k")).isEqualTo(1);
      assertThat(log.last().attempts()).isEqualTo(5);
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
      assertThat(log.last().text()).contains("statement 08006");
    }
  }

  private Stage viaProxy() {
    return Stage.via(database, proxy, new Interceptor() {});
  }
}
