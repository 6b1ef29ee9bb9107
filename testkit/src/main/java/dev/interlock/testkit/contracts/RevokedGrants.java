package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A grant counts at the commit: once it has expired, or its revoke is acknowledged, nothing that
/// relied on it commits.
public abstract class RevokedGrants extends FunctionTests {

  protected RevokedGrants(FunctionUnderTest function) {
    super(function);
  }

  RevokedGrants(FunctionUnderTest function, TestDatabase database) {
    super(function, database);
  }

  @Test
  void revokedGrantCountsAsNone() {
    assumeGrant();
    Event request = function.accepted("k");
    database.run(CallerGrants.revoke(caller(request)));
    try (Stage stage = stage()) {
      assertThat(send(handler(stage), request).status()).isBetween(400, 499);
    }
    assertThat(effects("k")).isZero();
  }

  @Test
  void expiredGrantCountsAsNone() {
    assumeGrant();
    Event request = function.accepted("k");
    database.run(CallerGrants.expire(caller(request)));
    try (Stage stage = stage()) {
      Answer answer = send(handler(stage), request);
      Answer stranger = send(handler(stage), request.caller(FunctionUnderTest.STRANGER));
      assertThat(answer.bodyText())
          .as("answer to a caller whose grant has expired, and to a stranger")
          .isEqualTo(stranger.bodyText());
    }
    assertThat(effects("k")).isZero();
  }

  /// The call waits for a row while the grant is revoked.
  @OnlyPostgres("CockroachDB locks no row FOR SHARE, so a call that runs may still commit")
  @Test
  void nothingCommitsAfterARevoke() {
    assumeGrant();
    Event request = function.accepted("k");
    String caller = caller(request);
    try (Stage stage = stage();
        HeldCall row = holdGuardRows(function.accepted("k"))) {
      CompletableFuture<Answer> call = sending(handler(stage), request);
      backends.awaitWaiting(1);
      CompletableFuture<Long> atRevoke =
          CompletableFuture.supplyAsync(
              () -> {
                database.run(CallerGrants.revoke(caller));
                return effects("k");
              },
              Thread::startVirtualThread);
      await().until(() -> atRevoke.isDone() || backends.waiting() == 2);
      row.release();
      Answer answer = answer(call);
      assertThat(effects("k"))
          .as("effects after the revoke was acknowledged; the call got %s", answer.bodyText())
          .isEqualTo(atRevoke.join());
    }
  }

  private void assumeGrant() {
    assumeTrue(function.sql().contains("JOIN permission "), "the statement reads no grant");
  }
}
