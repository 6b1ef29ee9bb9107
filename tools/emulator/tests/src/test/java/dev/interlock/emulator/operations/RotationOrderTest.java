package dev.interlock.emulator.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.database.Database;
import dev.interlock.limits.TimeLimits;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.secrets.SecretsServer;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// One warm environment loses its connection during a rotation, which reaches the secret and the
/// database in either order, or only one of them.
///
/// The secret is kept by moto or LocalStack where there is one.
@ResourceLock(Resources.SYSTEM_OUT)
class RotationOrderTest {

  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(15);
  // Short, for calls that use up their time.
  private static final Duration SHORT = Duration.ofSeconds(4);
  private static final Duration LATE = Duration.ofSeconds(3);

  @TempDir static Path folder;
  private static SecretsServer secrets;
  private static RotatedDatabase rotated;
  private static Backends backends;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private Database pool;
  private TransferHandler environment;

  @BeforeAll
  static void start() throws Exception {
    secrets = SecretsServer.open();
    rotated = RotatedDatabase.start(folder, secrets);
    backends = new Backends(rotated.database);
  }

  @AfterAll
  static void stop() throws Exception {
    rotated.close();
    secrets.close();
  }

  @BeforeEach
  void warmUp() {
    rotated.database.reset();
    rotated.publish(rotated.changePassword());
    pool = Database.of(rotated.environment("test"));
    environment = new TransferHandler(new StatementRunner(pool));
    assertAccepted(send("warm-up", FUNCTION_TIMEOUT));
  }

  @AfterEach
  void end() {
    pool.close();
    Invariants.assertHold(rotated.database);
  }

  @Test
  void secretFirstCostsOneRefusedConnection() {
    String password = rotated.newPassword();
    rotated.publish(password);
    // The warm-up has just read the secret, which is not read twice within this time.
    await().pollDelay(TimeLimits.CREDENTIAL_INTERVAL).until(() -> true);
    rotated.alterRole(password);
    backends.terminateAll();
    assertAccepted(send("k", FUNCTION_TIMEOUT));
    assertThat(log.last().conflicts()).containsEntry("28P01", 1);
  }

  @Test
  void databaseFirstKeepsTheCallTryingUntilTheSecretFollows() {
    String password = rotated.changePassword();
    backends.terminateAll();
    long start = System.nanoTime();
    CompletableFuture<Answer> call =
        CompletableFuture.supplyAsync(() -> send("k", FUNCTION_TIMEOUT));
    await().pollDelay(LATE).until(() -> true);
    assertThat(call).isNotDone();
    rotated.publish(password);
    assertAccepted(call.join());
    System.err.printf(
        "secret %d ms late: accepted after %d ms%n",
        LATE.toMillis(), Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  /// The call sent nothing, although the environment had a connection.
  @Test
  void secretThatNeverFollowsMeansDatabaseUnavailable() {
    String password = rotated.changePassword();
    backends.terminateAll();
    // After a pause of less than 100 ms the end of the connection is noticed only by its use.
    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    Answer answer = send("k", SHORT);
    assertRetryable(answer, "database-unavailable");
    assertThat(log.last().text()).contains("connecting 28P01").doesNotContain("statement ");
    assertThat(effects()).isZero();

    rotated.publish(password);
    assertAccepted(send("k", FUNCTION_TIMEOUT));
  }

  /// The statement was sent, and no new connection can be opened to ask for its outcome.
  @Test
  void connectionEndedDuringTheStatementMeansOutcomeUnknown() {
    CompletableFuture<Answer> call;
    String password;
    try (Session _ = Session.holding(rotated.database, lock())) {
      call = CompletableFuture.supplyAsync(() -> send("k", SHORT));
      backends.awaitWaiting(1);
      password = rotated.changePassword();
      assertThat(backends.terminateWaiting()).isEqualTo(1);
      assertRetryable(call.join(), "outcome-unknown");
    }
    assertThat(log.last().text()).contains("statement 57P01");

    rotated.publish(password);
    assertAccepted(send("k", FUNCTION_TIMEOUT));
    assertThat(effects()).isEqualTo(1);
  }

  private static String lock() {
    return "SELECT FROM account WHERE id = '" + TransferApi.FROM + "' FOR UPDATE";
  }

  private Answer send(String key, Duration functionTimeout) {
    Event event =
        Event.post("/transfers")
            .caller("alice")
            .key(key)
            .body(
                "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 1, \"currency\": \"EUR\"}"
                    .formatted(TransferApi.FROM, TransferApi.TO));
    return Answer.of(environment, event.json(), functionTimeout);
  }

  private static long effects() {
    return rotated.database.number("SELECT count(*) FROM idempotency WHERE idempotency_key = 'k'");
  }

  private static void assertAccepted(Answer answer) {
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    assertThat(answer.isReplayed()).isFalse();
  }

  private static void assertRetryable(Answer answer, String problem) {
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo(problem);
    assertThat(answer.headers()).containsKey("Retry-After");
  }
}
