package dev.interlock.emulator.operations;

import static dev.interlock.emulator.operations.Scene.FUNCTION_TIMEOUT;
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
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Environments are frozen or killed, during a call or between two, and wires fall silent. Every
/// answer is true, and a retry with the same key returns the outcome.
class FrozenEnvironmentTest {

  private static final Duration SHORTER_THAN_THE_FREEZE = Duration.ofSeconds(6);
  private static final Duration FREEZE = Duration.ofSeconds(10);
  // Longer than a connection may be idle before it is validated.
  private static final Duration IDLE = Duration.ofSeconds(6);

  // The time to notice a silent wire, at most.
  private static final Duration AN_ATTEMPT = TimeLimits.ATTEMPT_MAX;

  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> everyAnswerIsTrue() {
    return new AtOnce()
        .and("frozen while its statement waits", this::frozenWhileItsStatementWaits)
        .and("frozen while another has its key", this::anotherOfTheKeyMeanwhile)
        .and("frozen before its statement arrived", this::frozenBeforeItsStatementArrived)
        .and("frozen beyond its time", this::frozenBeyondItsTime)
        .and("frozen beyond its time, nothing sent", this::frozenBeyondItsTimeWithNothingSent)
        .and("killed under its statement", this::killedUnderItsStatement)
        .and("frozen idle, ended by the server", this::frozenIdleAndEndedByTheServer)
        .and("frozen idle, wire silent", this::frozenIdleAndTheWireFellSilent)
        .and("wire silent a moment after a call", this::wireSilentAMomentAfterACall)
        .and("wire silent under a statement", this::wireSilentUnderAStatement)
        .run();
  }

  private void frozenWhileItsStatementWaits() throws Exception {
    try (Scene scene = Scene.open(folder, FUNCTION_TIMEOUT);
        Session lock = scene.lockedRow()) {
      CompletableFuture<Heard> call = scene.api.transferring("k");
      scene.backends.awaitWaiting(1);
      Freeze freeze = Freeze.of(scene.api.environment()).orElseThrow();
      lock.release();
      scene.awaitCommitted("k");
      assertThat(freeze.lasts(FREEZE)).isTrue();
      assertThat(call).isNotDone();
      freeze.thaw();
      Heard answer = call.join();
      assertAccepted(answer, false);
      assertThat(answer.after()).isBetween(FREEZE, FUNCTION_TIMEOUT);
      assertSameAnswer(answer, scene.assertOneEffect("k"));
    }
  }

  private void anotherOfTheKeyMeanwhile() throws Exception {
    try (Scene scene = Scene.open(folder, FUNCTION_TIMEOUT);
        TransferApi elsewhere = scene.another(folder);
        Session lock = scene.lockedRow()) {
      CompletableFuture<Heard> call = scene.api.transferring("k");
      scene.backends.awaitWaiting(1);
      Freeze freeze = Freeze.of(scene.api.environment()).orElseThrow();
      Heard other = elsewhere.transfer("k");
      assertThat(other.status()).as(other.response().body()).isEqualTo(409);
      assertThat(other.response().body()).contains("urn:interlock:request-in-progress");
      assertThat(other.response().headers().firstValue("Retry-After")).isPresent();
      assertThat(scene.effects("k")).isZero();
      lock.release();
      freeze.thaw();
      Heard answer = call.join();
      assertAccepted(answer, false);
      assertSameAnswer(answer, scene.assertOneEffect("k"));
    }
  }

  private void frozenBeforeItsStatementArrived() throws Exception {
    try (Scene scene = Scene.open(folder, FUNCTION_TIMEOUT)) {
      scene.wire.fallSilent();
      CompletableFuture<Heard> call = scene.api.transferring("k");
      await().until(() -> scene.wire.swallowed() > 0);
      Freeze freeze = Freeze.of(scene.api.environment()).orElseThrow();
      scene.wire.cut();
      assertThat(freeze.lasts(FREEZE)).isTrue();
      assertThat(scene.effects("k")).isZero();
      freeze.thaw();
      Heard answer = call.join();
      assertAccepted(answer, false);
      assertThat(answer.after()).isBetween(FREEZE, FUNCTION_TIMEOUT);
      assertSameAnswer(answer, scene.assertOneEffect("k"));
    }
  }

  private void frozenBeyondItsTime() throws Exception {
    try (Scene scene = Scene.open(folder, SHORTER_THAN_THE_FREEZE);
        Session lock = scene.lockedRow()) {
      CompletableFuture<Heard> call = scene.api.transferring("k");
      scene.backends.awaitWaiting(1);
      assertThat(Freeze.of(scene.api.environment())).isPresent();
      lock.release();
      scene.awaitCommitted("k");
      assertKilled(call.join());
      assertAccepted(scene.assertOneEffect("k"), true);
    }
  }

  private void frozenBeyondItsTimeWithNothingSent() throws Exception {
    try (Scene scene = Scene.open(folder, SHORTER_THAN_THE_FREEZE)) {
      scene.wire.fallSilent();
      CompletableFuture<Heard> call = scene.api.transferring("k");
      await().until(() -> scene.wire.swallowed() > 0);
      assertThat(Freeze.of(scene.api.environment())).isPresent();
      assertKilled(call.join());
      assertThat(scene.effects("k")).isZero();
      assertAccepted(scene.assertOneEffect("k"), false);
    }
  }

  private void killedUnderItsStatement() throws Exception {
    try (Scene scene = Scene.open(folder, FUNCTION_TIMEOUT);
        Session lock = scene.lockedRow()) {
      CompletableFuture<Heard> call = scene.api.transferring("k");
      scene.backends.awaitWaiting(1);
      scene.api.environment().destroyForcibly();
      assertKilled(call.join());
      // The server finishes the statement of a dead client.
      lock.release();
      scene.awaitCommitted("k");
      assertAccepted(scene.assertOneEffect("k"), true);
    }
  }

  private void frozenIdleAndEndedByTheServer() throws Exception {
    try (Scene scene = Scene.open(folder, FUNCTION_TIMEOUT)) {
      Freeze freeze = Freeze.of(scene.api.environment()).orElseThrow();
      scene.backends.terminateAll();
      assertThat(freeze.lasts(IDLE)).isTrue();
      freeze.thaw();
      Heard answer = scene.api.transfer("k");
      report("connection ended by the server while frozen", answer);
      assertAccepted(answer, false);
      assertThat(answer.after()).isLessThan(AN_ATTEMPT);
      assertSameAnswer(answer, scene.assertOneEffect("k"));
    }
  }

  private void frozenIdleAndTheWireFellSilent() throws Exception {
    try (Scene scene = Scene.open(folder, FUNCTION_TIMEOUT)) {
      Freeze freeze = Freeze.of(scene.api.environment()).orElseThrow();
      scene.wire.fallSilent();
      assertThat(freeze.lasts(IDLE)).isTrue();
      freeze.thaw();
      Heard answer = scene.api.transfer("k");
      report("wire silent since the last call, idle for 6 s", answer);
      assertAccepted(answer, false);
      assertThat(answer.after()).isLessThan(AN_ATTEMPT);
      assertSameAnswer(answer, scene.assertOneEffect("k"));
    }
  }

  private void wireSilentAMomentAfterACall() throws Exception {
    try (Scene scene = Scene.open(folder, FUNCTION_TIMEOUT)) {
      scene.wire.fallSilent();
      Heard answer = scene.api.transfer("k");
      report("wire silent since the last call, a moment ago", answer);
      assertAccepted(answer, false);
      assertThat(answer.after()).isLessThan(AN_ATTEMPT.multipliedBy(2));
      assertSameAnswer(answer, scene.assertOneEffect("k"));
    }
  }

  private void wireSilentUnderAStatement() throws Exception {
    try (Scene scene = Scene.open(folder, FUNCTION_TIMEOUT);
        Session lock = scene.lockedRow()) {
      CompletableFuture<Heard> call = scene.api.transferring("k");
      scene.backends.awaitWaiting(1);
      scene.wire.fallSilent();
      lock.release();
      scene.awaitCommitted("k");
      Heard answer = call.join();
      report("wire silent under a statement that commits", answer);
      assertAccepted(answer, true);
      assertThat(answer.after()).isLessThan(AN_ATTEMPT.multipliedBy(2));
      assertSameAnswer(answer, scene.assertOneEffect("k"));
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
