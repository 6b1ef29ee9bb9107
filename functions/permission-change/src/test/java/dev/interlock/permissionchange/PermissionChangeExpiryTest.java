package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.SHOP;
import static dev.interlock.permissionchange.Changes.event;
import static dev.interlock.permissionchange.Changes.grant;
import static dev.interlock.permissionchange.Changes.read;
import static dev.interlock.permissionchange.Changes.send;
import static dev.interlock.permissionchange.Changes.until;
import static dev.interlock.permissionchange.Changes.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.DatabaseClock;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A grant expires by the database's clock, to the microsecond. The clock of the process does not
/// matter.
@OnlyPostgres("CockroachDB finds its own clock_timestamp() before any other")
class PermissionChangeExpiryTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final DatabaseClock CLOCK = DatabaseClock.of(DATABASE);

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private Stage stage;

  @BeforeEach
  void open() {
    DATABASE.reset();
    stage = Stage.of(DATABASE);
  }

  @AfterEach
  void close() {
    stage.close();
    Invariants.assertHold(DATABASE);
  }

  @ParameterizedTest
  @CsvSource({
    "-10 years, -50 milliseconds, false",
    "-10 years, -1 microsecond, false",
    "-10 years, 0, false",
    "-10 years, 1 microsecond, true",
    "-10 years, 50 milliseconds, true",
    "10 years, -50 milliseconds, false",
    "10 years, -1 microsecond, false",
    "10 years, 0, false",
    "10 years, 1 microsecond, true",
    "10 years, 50 milliseconds, true"
  })
  void grantLastsUntilItsTimeByTheDatabasesClock(String ahead, String left, boolean live) {
    CLOCK.set("pg_catalog.clock_timestamp() + interval '" + ahead + "'");
    grant(
        DATABASE,
        SHOP,
        "dora",
        "viewer",
        "(SELECT now FROM " + CLOCK.table() + ") + interval '" + left + "'");
    PermissionsHandler permissions = new PermissionsHandler(stage.environment());
    PermissionChangeHandler changes = new PermissionChangeHandler(stage.environment());
    assertThat(Answer.of(permissions, read("dora", SHOP).json()).status())
        .isEqualTo(live ? 200 : 404);
    assertThat(Answer.of(permissions, read("alice", SHOP).json()).bodyText().contains("dora"))
        .isEqualTo(live);
    assertThat(send(changes, event("dora", "k", SHOP, "dora", "none", 0)).status())
        .isEqualTo(live ? 201 : 404);
    long now = version(DATABASE, SHOP);
    // Renounced or expired, it is `none` either way.
    assertThat(
            send(changes, event("alice", "p", SHOP, "dora", "operator", now))
                .body()
                .text("previousRole"))
        .isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource({
    "2041-02-03T04:05:05.999999Z, expiry-past",
    "2041-02-03T04:05:06Z, expiry-past",
    "2041-02-03T04:05:06.000001Z, ok"
  })
  void grantMustExpireAfterTheDatabasesTime(String expiresAt, String problem) {
    CLOCK.set("'2041-02-03T04:05:06Z'");
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    Answer answer = send(handler, until(expiresAt, "alice", "k", "carol", "viewer", 0));
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo(problem);
  }

  @Test
  void expiryIsComparedWithTheDatabasesClock() {
    CLOCK.set("'2001-01-01T00:00:00Z'");
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    Answer answer =
        send(handler, until("2002-01-01T00:00:00Z", "alice", "k", "carol", "viewer", 0));
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    assertThat(answer.body().text("createdAt")).isEqualTo("2001-01-01T00:00:00.000000Z");
  }

  /// It was decided before the expiry, and it can commit because nothing else wrote the resource in
  /// between.
  @Test
  void decisionStandsWhenTheExpiryPassesDuringALockWait() {
    CLOCK.set("'2041-02-03T04:05:06Z'");
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Session row = Session.holding(DATABASE, PermissionChangeRaces.lock())) {
      CompletableFuture<Answer> change =
          CompletableFuture.supplyAsync(
              () ->
                  send(handler, until("2041-02-03T04:05:07Z", "alice", "k", "carol", "viewer", 0)),
              threads);
      new Backends(DATABASE).awaitWaiting(1);
      CLOCK.set("now + interval '1 second'");
      row.release();
      Answer answer = change.join();
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
      assertThat(answer.body().text("createdAt")).isEqualTo("2041-02-03T04:05:06.000000Z");
    }
  }

  /// An operator renounces a grant that expires while another change runs. It is decided again.
  @Test
  void secondAttemptFindsTheGrantExpired() {
    CLOCK.set("'2041-02-03T04:05:06Z'");
    grant(DATABASE, SHOP, "dora", "operator", "'2041-02-03T04:05:07Z'");
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Session row = Session.holding(DATABASE, PermissionChangeRaces.lock())) {
      CompletableFuture<Answer> change =
          CompletableFuture.supplyAsync(
              () -> send(handler, event("dora", "k", SHOP, "dora", "none", 0)), threads);
      new Backends(DATABASE).awaitWaiting(1);
      CLOCK.set("now + interval '1 second'");
      // Writes the row with its own values, which is enough for a conflict.
      row.run("UPDATE resource SET kind = kind WHERE id = '" + SHOP + "'");
      row.commit();
      assertThat(change.join().status()).isEqualTo(404);
    }
    assertThat(log.last().conflicts()).containsKey("40001");
    assertThat(version(DATABASE, SHOP)).isZero();
  }
}
