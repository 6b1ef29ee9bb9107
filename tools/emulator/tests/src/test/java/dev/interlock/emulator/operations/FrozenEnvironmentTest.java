package dev.interlock.emulator.operations;

import static dev.interlock.emulator.operations.TransferFixture.FUNCTION_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.emulator.lambda.Freeze;
import dev.interlock.emulator.operations.TransferApi.Heard;
import dev.interlock.limits.TimeLimits;
import dev.interlock.testkit.servers.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Environments are frozen or killed, during a call or between two, and wires fall silent. Every
/// answer is correct, and a retry with the same key returns the outcome.
@Order(1)
class FrozenEnvironmentTest {

  private static final Duration SHORTER_THAN_THE_FREEZE = Duration.ofSeconds(6);
  private static final Duration FREEZE = Duration.ofSeconds(10);
  // Longer than a connection may be idle before it is validated.
  private static final Duration IDLE = Duration.ofSeconds(6);

  // The longest time to notice a silent wire.
  private static final Duration ATTEMPT_MAX = TimeLimits.ATTEMPT_MAX;

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> everyAnswerIsCorrect() {
    return new ConcurrentTests()
        .add("frozen while its statement waits", this::frozenWhileItsStatementWaits)
        .add("frozen while another call has its key", this::frozenWhileAnotherCallHasItsKey)
        .add("frozen before its statement arrived", this::frozenBeforeItsStatementArrived)
        .add("frozen past its timeout", this::frozenPastItsTimeout)
        .add("frozen past its timeout, nothing sent", this::frozenPastItsTimeoutWithNothingSent)
        .add("killed during its statement", this::killedDuringItsStatement)
        .add("frozen idle, ended by the server", this::frozenIdleAndEndedByTheServer)
        .add("frozen idle, wire silent", this::frozenIdleAndTheWireFellSilent)
        .add("wire silent a moment after a call", this::wireSilentAMomentAfterACall)
        .add("wire silent during a statement", this::wireSilentDuringAStatement)
        .run();
  }

  private void frozenWhileItsStatementWaits() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, FUNCTION_TIMEOUT);
        Session lock = fixture.lockedRow()) {
      CompletableFuture<Heard> call = fixture.api.transferring("k");
      fixture.backends.awaitWaiting(1);
      Freeze freeze = Freeze.of(fixture.api.environment()).orElseThrow();
      lock.release();
      fixture.awaitCommitted("k");
      assertThat(freeze.lasts(FREEZE)).isTrue();
      assertThat(call).isNotDone();
      freeze.thaw();
      Heard answer = call.join();
      assertAccepted(answer, false);
      assertThat(answer.after()).isBetween(FREEZE, FUNCTION_TIMEOUT);
      assertSameAnswer(answer, fixture.assertOneEffect("k"));
    }
  }

  private void frozenWhileAnotherCallHasItsKey() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, FUNCTION_TIMEOUT);
        TransferApi elsewhere = fixture.another(folder);
        Session lock = fixture.lockedRow()) {
      CompletableFuture<Heard> call = fixture.api.transferring("k");
      fixture.backends.awaitWaiting(1);
      Freeze freeze = Freeze.of(fixture.api.environment()).orElseThrow();
      Heard other = elsewhere.transfer("k");
      assertThat(other.status()).as(other.response().body()).isEqualTo(409);
      assertThat(other.response().body()).contains("urn:interlock:request-in-progress");
      assertThat(other.response().headers().firstValue("Retry-After")).isPresent();
      assertThat(fixture.effects("k")).isZero();
      lock.release();
      freeze.thaw();
      Heard answer = call.join();
      assertAccepted(answer, false);
      assertSameAnswer(answer, fixture.assertOneEffect("k"));
    }
  }

  private void frozenBeforeItsStatementArrived() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, FUNCTION_TIMEOUT)) {
      fixture.wire.fallSilent();
      CompletableFuture<Heard> call = fixture.api.transferring("k");
      await().until(() -> fixture.wire.swallowed() > 0);
      Freeze freeze = Freeze.of(fixture.api.environment()).orElseThrow();
      fixture.wire.cut();
      assertThat(freeze.lasts(FREEZE)).isTrue();
      assertThat(fixture.effects("k")).isZero();
      freeze.thaw();
      Heard answer = call.join();
      assertAccepted(answer, false);
      assertThat(answer.after()).isBetween(FREEZE, FUNCTION_TIMEOUT);
      assertSameAnswer(answer, fixture.assertOneEffect("k"));
    }
  }

  private void frozenPastItsTimeout() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, SHORTER_THAN_THE_FREEZE);
        Session lock = fixture.lockedRow()) {
      CompletableFuture<Heard> call = fixture.api.transferring("k");
      fixture.backends.awaitWaiting(1);
      assertThat(Freeze.of(fixture.api.environment())).isPresent();
      lock.release();
      fixture.awaitCommitted("k");
      assertKilled(call.join());
      assertAccepted(fixture.assertOneEffect("k"), true);
    }
  }

  private void frozenPastItsTimeoutWithNothingSent() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, SHORTER_THAN_THE_FREEZE)) {
      fixture.wire.fallSilent();
      CompletableFuture<Heard> call = fixture.api.transferring("k");
      await().until(() -> fixture.wire.swallowed() > 0);
      assertThat(Freeze.of(fixture.api.environment())).isPresent();
      assertKilled(call.join());
      assertThat(fixture.effects("k")).isZero();
      assertAccepted(fixture.assertOneEffect("k"), false);
    }
  }

  private void killedDuringItsStatement() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, FUNCTION_TIMEOUT);
        Session lock = fixture.lockedRow()) {
      CompletableFuture<Heard> call = fixture.api.transferring("k");
      fixture.backends.awaitWaiting(1);
      fixture.api.environment().destroyForcibly();
      assertKilled(call.join());
      // The server finishes the statement of a dead client.
      lock.release();
      fixture.awaitCommitted("k");
      assertAccepted(fixture.assertOneEffect("k"), true);
    }
  }

  private void frozenIdleAndEndedByTheServer() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, FUNCTION_TIMEOUT)) {
      Freeze freeze = Freeze.of(fixture.api.environment()).orElseThrow();
      fixture.backends.terminateAll();
      assertThat(freeze.lasts(IDLE)).isTrue();
      freeze.thaw();
      Heard answer = fixture.api.transfer("k");
      report("connection ended by the server while frozen", answer);
      assertAccepted(answer, false);
      assertThat(answer.after()).isLessThan(ATTEMPT_MAX);
      assertSameAnswer(answer, fixture.assertOneEffect("k"));
    }
  }

  private void frozenIdleAndTheWireFellSilent() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, FUNCTION_TIMEOUT)) {
      Freeze freeze = Freeze.of(fixture.api.environment()).orElseThrow();
      fixture.wire.fallSilent();
      assertThat(freeze.lasts(IDLE)).isTrue();
      freeze.thaw();
      Heard answer = fixture.api.transfer("k");
      report("wire silent since the last call, idle for 6 s", answer);
      assertAccepted(answer, false);
      assertThat(answer.after()).isLessThan(ATTEMPT_MAX);
      assertSameAnswer(answer, fixture.assertOneEffect("k"));
    }
  }

  private void wireSilentAMomentAfterACall() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, FUNCTION_TIMEOUT)) {
      fixture.wire.fallSilent();
      Heard answer = fixture.api.transfer("k");
      report("wire silent since the last call, a moment ago", answer);
      assertAccepted(answer, false);
      assertThat(answer.after()).isLessThan(ATTEMPT_MAX.multipliedBy(2));
      assertSameAnswer(answer, fixture.assertOneEffect("k"));
    }
  }

  private void wireSilentDuringAStatement() throws Exception {
    try (TransferFixture fixture = TransferFixture.open(folder, FUNCTION_TIMEOUT);
        Session lock = fixture.lockedRow()) {
      CompletableFuture<Heard> call = fixture.api.transferring("k");
      fixture.backends.awaitWaiting(1);
      fixture.wire.fallSilent();
      lock.release();
      fixture.awaitCommitted("k");
      Heard answer = call.join();
      report("wire silent during a statement that commits", answer);
      assertAccepted(answer, true);
      assertThat(answer.after()).isLessThan(ATTEMPT_MAX.multipliedBy(2));
      assertSameAnswer(answer, fixture.assertOneEffect("k"));
    }
  }

  private static void report(String what, Heard answer) {
    System.err.printf("%s: %d after %d ms%n", what, answer.status(), answer.after().toMillis());
  }

  private static void assertAccepted(Heard heard, boolean replayed) {
    assertThat(heard.status()).as(heard.response().body()).isEqualTo(201);
    assertThat(heard.isReplayed()).isEqualTo(replayed);
  }

  /// API Gateway's answer for a killed function, whose outcome is unknown.
  private static void assertKilled(Heard heard) {
    assertThat(heard.status()).isEqualTo(500);
    assertThat(heard.response().body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
  }

  private static void assertSameAnswer(Heard first, Heard again) {
    assertThat(again.isReplayed()).isTrue();
    assertThat(again.response().body()).isEqualTo(first.response().body());
  }
}
