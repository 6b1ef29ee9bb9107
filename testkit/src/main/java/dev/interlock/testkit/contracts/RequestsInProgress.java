package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Requests wait for a running call with their key, and for a locked row, but only for so long.
public abstract class RequestsInProgress extends FunctionTests {

  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  // A second of these is kept in reserve.
  private static final Duration SHORT = Duration.ofSeconds(3);

  // With that much time, one wait for a lock is 417 ms at most.
  private static final Duration WITHIN_ONE_WAIT = Duration.ofMillis(250);

  protected RequestsInProgress(FunctionUnderTest function) {
    super(function);
  }

  @Test
  void keyHeldByAnotherCallIsInProgressAndNothingIsKept() {
    try (Stage stage = stage()) {
      RequestStreamHandler handler = handler(stage);
      Event request = function.accepted("k");
      String before = database.everything();
      try (Session _ = holdKey(request)) {
        assertInProgress(handler);
        assertThat(backends.idleInTransaction()).isZero();
      }
      assertThat(database.everything()).isEqualTo(before);
      assertAccepted(send(handler, function.accepted("k")), false);
      assertThat(effects("k")).isEqualTo(1);
    }
  }

  @OnlyPostgres("on CockroachDB a call waits for a locked row before it takes the key")
  @Test
  void secondCallWithAKeyIsInProgressUntilTheFirstIsDone() {
    try (Stage stage = stage();
        HeldCall lock = holdGuardRows(function.accepted("k"))) {
      CompletableFuture<Answer> first = sending(handler(stage), function.accepted("k"));
      backends.awaitWaiting(1);
      RequestStreamHandler second = handler(stage);
      assertInProgress(second);
      assertThat(first).isNotDone();
      lock.release();
      assertAccepted(answer(first), false);
      assertAccepted(send(second, function.accepted("k")), true);
      assertThat(effects("k")).isEqualTo(1);
    }
  }

  @OnlyPostgres("on CockroachDB a call waits for a locked row before it takes the key")
  @Test
  void callIsReplayedIfTheKeyHolderCommitsDuringTheWait() {
    try (Stage stage = stage();
        HeldCall lock = holdGuardRows(function.accepted("k"))) {
      CompletableFuture<Answer> first = sending(handler(stage), function.accepted("k"));
      backends.awaitWaiting(1);
      CompletableFuture<Answer> second = sending(handler(stage), function.accepted("k"));
      backends.awaitWaiting(2);
      lock.release();
      assertAccepted(answer(first), false);
      assertAccepted(answer(second), true);
      assertThat(answer(second).bodyText()).isEqualTo(answer(first).bodyText());
      assertThat(effects("k")).isEqualTo(1);
    }
  }

  @Test
  void callGetsTheKeyIfItsHolderRollsBackDuringTheWait() {
    try (Stage stage = stage();
        Session holder = holdKey(function.accepted("k"))) {
      CompletableFuture<Answer> sending = sending(handler(stage), function.accepted("k"));
      backends.awaitWaiting(1);
      holder.release();
      assertAccepted(answer(sending), false);
      assertThat(effects("k")).isEqualTo(1);
    }
  }

  @Test
  void rowLockedUntilTheDeadlineIsContentionAndNothingIsWritten() {
    try (Stage stage = stage()) {
      RequestStreamHandler handler = handler(stage);
      Event request = function.accepted("k");
      String before = database.everything();
      try (HeldCall _ = holdGuardRows(request)) {
        assertContention(handler, SHORT);
      }
      assertThat(database.everything()).isEqualTo(before);
      assertAccepted(send(handler, function.accepted("k")), false);
      assertThat(effects("k")).isEqualTo(1);
    }
  }

  @OnlyPostgres("on CockroachDB a call waits for a locked row before it takes the key")
  @Test
  void waitForTheKeyAndThenForARowIsContention() {
    try (Stage stage = stage();
        HeldCall _ = holdGuardRows(function.accepted("k"));
        Session key = holdKey(function.accepted("k"))) {
      CompletableFuture<Void> released = key.releaseAfter(WITHIN_ONE_WAIT);
      assertContention(handler(stage), SHORT);
      assertThat(released).isCompleted();
    }
    assertThat(effects("k")).isZero();
  }

  @OnlyPostgres("on CockroachDB a call waits for a locked row before it takes the key")
  @Test
  void waitForTheGrantAndThenForARowIsContention() {
    assumeTrue(function.sql().contains(" FOR SHARE OF "), "the statement locks no grant");
    Event request = function.accepted("k");
    try (Stage stage = stage();
        HeldCall _ = holdGuardRows(function.accepted("k"));
        Session grant = Session.holding(database, CallerGrants.lock(caller(request)))) {
      CompletableFuture<Void> released = grant.releaseAfter(WITHIN_ONE_WAIT);
      assertContention(handler(stage), SHORT);
      assertThat(released).isCompleted();
    }
    assertThat(effects("k")).isZero();
  }

  // A queued call waits first for the call in front of it, and then again for the row's holder.
  @OnlyPostgres("on CockroachDB a call waits for a locked row before it takes the key")
  @Test
  void queuedCallGetsContentionToo() {
    try (Stage stage = stage();
        HeldCall _ = holdGuardRows(function.accepted("k"))) {
      RequestStreamHandler queueing = handler(stage);
      CompletableFuture<Answer> first =
          sending(handler(stage), function.accepted("k").key("k1"), SHORT);
      backends.awaitWaiting(1);
      CompletableFuture<Answer> second =
          sendingLater(Duration.ofMillis(300), queueing, function.accepted("k").key("k2"), SHORT);
      assertComeAgain(answer(first), 503, "contention");
      assertComeAgain(answer(second), 503, "contention");
    }
    assertThat(effects("k1") + effects("k2")).isZero();
  }

  // A statement waits for its tables before its first step, which bounds its other waits.
  @OnlyPostgres("CockroachDB has no locks on tables")
  @Test
  void tableLockedByMaintenanceIsContention() {
    try (Stage stage = stage()) {
      RequestStreamHandler handler = handler(stage);
      try (Session _ =
          Session.holding(database, "LOCK TABLE idempotency IN ACCESS EXCLUSIVE MODE")) {
        assertContention(handler, Duration.ofMillis(3_500));
      }
      assertAccepted(send(handler, function.accepted("k")), false);
    }
    assertThat(effects("k")).isEqualTo(1);
  }

  @Test
  void noTimeLeftIsContentionAndNothingIsSent() {
    try (Stage stage = Stage.via(database, proxy, new Interceptor() {})) {
      RequestStreamHandler handler = handler(stage);
      int before = proxy.turns();
      Answer answer = Answer.of(handler, function.accepted("k").json(), Duration.ofSeconds(1));
      assertComeAgain(answer, 503, "contention");
      assertThat(proxy.turns()).isEqualTo(before);
    }
  }

  private void assertInProgress(RequestStreamHandler handler) {
    long start = System.nanoTime();
    assertComeAgain(send(handler, function.accepted("k")), 409, "request-in-progress");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WAIT_MAX);
  }

  /// The call waits for a lock for as long as its time allows.
  private void assertContention(RequestStreamHandler handler, Duration time) {
    assertComeAgain(Answer.of(handler, function.accepted("k").json(), time), 503, "contention");
    assertThat(log.last().conflicts()).containsOnlyKeys("55P03");
  }
}
