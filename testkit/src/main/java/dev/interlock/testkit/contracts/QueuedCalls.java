package dev.interlock.testkit.contracts;

import static dev.interlock.wire.Turn.Plain.CUT_AFTER;
import static dev.interlock.wire.Turn.Plain.PASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.SqlState;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Calls that queue for the rows that their statement names: see
/// [dev.interlock.write.ConditionalStatement#rows]. A session stands in for the head of the queue.
public abstract class QueuedCalls extends FunctionTests {

  protected QueuedCalls(FunctionUnderTest function) {
    super(function);
  }

  @OnlyPostgres("CockroachDB has no queues")
  @Test
  void callBehindAnotherIsAcceptedOnce() {
    try (Stage stage = stage();
        Session head = headOfQueue()) {
      assertAccepted(answerBehind(head, handler(stage)), false);
      assertThat(log.last().conflicts()).isEqualTo(Map.of(SqlState.QUEUE_NOT_EMPTY, 1));
      assertThat(advisoryLocks()).isZero();
    }
    assertThat(effects("k")).isEqualTo(1);
  }

  @OnlyPostgres("CockroachDB has no queues")
  @Test
  void lostAnswerOfAQueuedCallIsResolvedByItsKey() {
    try (Stage stage = Stage.via(database, proxy, new Interceptor() {});
        Session head = headOfQueue()) {
      RequestStreamHandler handler = handler(stage);
      // The question whether others queue; then the call in the queue, which commits.
      proxy.script(PASS, CUT_AFTER);
      assertAccepted(answerBehind(head, handler), true);
      assertThat(proxy.lost()).isEqualTo(1);
      assertThat(advisoryLocks()).isZero();
    }
    assertThat(effects("k")).isEqualTo(1);
  }

  private Answer answerBehind(Session head, RequestStreamHandler handler) {
    CompletableFuture<Answer> sent = sending(handler, function.accepted("k"));
    backends.awaitWaiting(1);
    head.release();
    return answer(sent);
  }

  /// Holds the locks of all rows that the call names: those that it would share while it runs.
  private Session headOfQueue() {
    String locks;
    try (HeldCall _ = holdGuardRows(function.accepted("k"))) {
      locks =
          database.text(
              """
              SELECT coalesce(array_agg(classid::bigint << 32 | objid::bigint)::text, '{}')
                FROM pg_locks
               WHERE locktype = 'advisory'
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              """);
    }
    assumeFalse(locks.equals("{}"), "the statement names no rows");
    return Session.holding(
        database, "SELECT pg_advisory_xact_lock(l) FROM unnest('" + locks + "'::bigint[]) AS l");
  }
}
