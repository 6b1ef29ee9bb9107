package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/// A request takes effect once under its key, and none at an isolation level that is too low.
public abstract class KeptAnswers extends FunctionTests {

  protected KeptAnswers(FunctionUnderTest function) {
    super(function);
  }

  KeptAnswers(FunctionUnderTest function, TestDatabase database) {
    super(function, database);
  }

  @Test
  void requestSentAgainGetsItsFirstAnswer() {
    try (Stage stage = stage()) {
      Answer first = send(handler(stage), function.accepted("k"));
      assertAccepted(first, false);
      String before = database.everything();
      Answer again = send(handler(stage), function.accepted("k"));
      assertAccepted(again, true);
      assertThat(again.bodyText()).isEqualTo(first.bodyText());
      assertThat(database.everything()).as("after the second call").isEqualTo(before);
    }
  }

  @Test
  void keyOfAnotherCommandIsRefused() {
    try (Stage stage = stage()) {
      RequestStreamHandler handler = handler(stage);
      assertAccepted(send(handler, function.accepted("k")), false);
      database.run("UPDATE idempotency SET fingerprint = '\\x00' WHERE idempotency_key = 'k'");
      String before = database.everything();
      Answer reused = send(handler, function.accepted("k"));
      assertThat(reused.problem()).isEqualTo("idempotency-key-reused");
      assertThat(reused.status()).isEqualTo(422);
      assertThat(database.everything()).isEqualTo(before);
    }
  }

  @Test
  void sameKeyOfAnotherCallerIsAnotherKey() {
    try (Stage stage = stage()) {
      RequestStreamHandler handler = handler(stage);
      assertAccepted(send(handler, function.accepted("k")), false);
      Event stranger = function.accepted("k").caller(FunctionUnderTest.STRANGER);
      Answer answer = send(handler, stranger);
      assertThat(answer.isReplayed()).isFalse();
      assertThat(answer.status()).as(answer.bodyText()).isNotEqualTo(422).isLessThan(500);
    }
  }

  /// Below REPEATABLE READ the statement may have read stale rows.
  @Test
  void nothingIsWrittenAtReadCommitted() {
    try (Stage stage = stageAt(Connection.TRANSACTION_READ_COMMITTED)) {
      Event request = function.accepted("k");
      String before = database.everything();
      Answer answer = send(handler(stage), request);
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(500);
      assertThat(answer.problem()).isEqualTo("internal");
      assertThat(database.everything()).isEqualTo(before);
    }
  }
}
