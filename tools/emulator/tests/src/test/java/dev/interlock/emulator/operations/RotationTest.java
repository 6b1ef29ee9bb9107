package dev.interlock.emulator.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.database.Database;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.secrets.StubbedSecretsServer;
import dev.interlock.testkit.tables.Accounts;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// Rotates the functions' password while 16 clients send transfers without pause, each in a
/// separate environment.
@ResourceLock(Resources.SYSTEM_OUT)
class RotationTest {

  private static final int CLIENTS = 16;

  @TempDir static Path folder;
  private static final StubbedSecretsServer SECRETS = new StubbedSecretsServer();
  private static RotatedDatabase rotated;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private final List<Database> pools = new ArrayList<>();
  private final List<TransferHandler> environments = new ArrayList<>();
  private List<String> accounts = List.of();
  private String run = "";

  @BeforeAll
  static void start() throws Exception {
    rotated = RotatedDatabase.start(folder, SECRETS);
  }

  @AfterAll
  static void stop() throws Exception {
    rotated.close();
    SECRETS.close();
  }

  @BeforeEach
  void openEnvironments() {
    rotated.database.reset();
    // Two accounts per client, so that only a rotation can make a call fail.
    accounts = Accounts.open(rotated.database, 2 * CLIENTS, 1_000_000);
    rotated.publish(rotated.changePassword());
    // Identifies this test's requests for the secret.
    run = "RUN" + System.nanoTime();
    for (int i = 0; i < CLIENTS; i++) {
      Database pool = Database.of(rotated.environment(accessKey(i)));
      pools.add(pool);
      environments.add(new TransferHandler(new StatementRunner(pool)));
    }
  }

  private String accessKey(int environment) {
    return run + "E" + environment;
  }

  @AfterEach
  void closeEnvironmentsAndSearchTheirLogsForSecrets() {
    pools.forEach(Database::close);
    Invariants.assertHold(rotated.database);
    for (InvocationLog.Line line : log.lines()) {
      assertThat(rotated.secretTexts()).noneMatch(line.text()::contains);
    }
    assertThat(rotated.secretTexts()).noneMatch((pools + " " + environments)::contains);
  }

  private TransferClients clients() {
    return new TransferClients(CLIENTS, this::send);
  }

  private TransferClients.Heard send(int environment, String key) {
    return send(environment, key, Duration.ofSeconds(15));
  }

  private TransferClients.Heard send(int environment, String key, Duration functionTimeout) {
    Event event =
        Event.post("/transfers")
            .caller("alice")
            .key(key)
            .body(
                "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 1, \"currency\": \"EUR\"}"
                    .formatted(accounts.get(2 * environment), accounts.get(2 * environment + 1)));
    Answer answer = Answer.of(environments.get(environment), event.json(), functionTimeout);
    String text = answer.headers() + answer.bodyText();
    assertThat(rotated.secretTexts()).noneMatch(text::contains);
    return new TransferClients.Heard(answer.status(), answer.problem(), text);
  }

  /// The number of requests for the secret by each environment of this test.
  private Map<String, Long> requests() {
    return SECRETS.requestsByAccessKey().entrySet().stream()
        .filter(each -> each.getKey().startsWith(run))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private long requestsInAll() {
    return requests().values().stream().mapToLong(count -> count).sum();
  }

  // Requests without an answer within a second, as on a busy machine.
  private int requestsTimedOut() {
    return log.conflicts().getOrDefault("28I01", 0);
  }

  private void assertOneEffectEach(TransferClients clients) {
    assertThat(rotated.database.number("SELECT count(DISTINCT transfer_id) FROM account_entry"))
        .isEqualTo(clients.accepted());
  }

  @Test
  void noCallFailsAndEachEnvironmentReadsTheSecretOncePerRotation() {
    int rotations = 2;
    TransferClients clients = clients();
    long requestsBefore;
    int timedOutBefore;
    try (clients) {
      clients.awaitAcceptedOfEach(5);
      requestsBefore = requestsInAll();
      timedOutBefore = requestsTimedOut();
      for (int rotation = 1; rotation <= rotations; rotation++) {
        rotated.rotate();
        clients.awaitAcceptedOfEach(5);
      }
    }
    report("rotations without a pause", clients);
    assertThat(clients.kinds()).as(clients.notAccepted().toString()).containsOnlyKeys("ok");
    assertThat(requests()).hasSize(CLIENTS);
    assertThat(requestsInAll() - requestsBefore)
        .isEqualTo(CLIENTS * rotations + requestsTimedOut() - timedOutBefore);
    assertOneEffectEach(clients);
  }

  @Test
  void noCallFailsWhileTheSecretIsStale() {
    assertNoCallFails("secret two seconds late", () -> {});
  }

  @Test
  @Tag("soak")
  void noCallFailsWhileTheSecretIsThrottled() {
    assertNoCallFails(
        "secret two seconds late and throttled",
        () -> SECRETS.fail(rotated.arn, "ThrottlingException"));
  }

  private void assertNoCallFails(String what, Runnable meanwhile) {
    TransferClients clients = clients();
    long requestsBefore;
    try (clients) {
      clients.awaitAcceptedOfEach(5);
      requestsBefore = requestsInAll();
      meanwhile.run();
      String password = rotated.changePassword();
      rotated.endConnections();
      await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
      rotated.publish(password);
      clients.awaitAcceptedOfEach(5);
    }
    report(what, clients);
    assertThat(clients.kinds()).as(clients.notAccepted().toString()).containsOnlyKeys("ok");
    // At most one request a second while the secret was stale; fewer on a busy machine.
    assertThat(requestsInAll() - requestsBefore).isBetween((long) CLIENTS, 5L * CLIENTS);
    assertOneEffectEach(clients);
  }

  @Test
  void permanentlyWrongPasswordMeansDatabaseUnavailable() {
    rotated.changePassword();
    long start = System.nanoTime();
    List<TransferClients.Heard> answers =
        Race.of(CLIENTS, i -> send(i, "k" + i, Duration.ofSeconds(7)));
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    System.err.printf(
        "permanently wrong password: %d ms, secret requested %d times by %d environments%n",
        time.toMillis(), requestsInAll(), requests().size());
    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.kind()).isEqualTo("database-unavailable");
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.text()).contains("Retry-After");
        });
    assertThat(requests())
        .allSatisfy((_, count) -> assertThat(count).isBetween(2L, 1 + time.toSeconds()));
  }

  @Test
  void malformedSecretIsNeverShown() {
    rotated.publishText(rotated.changePassword());
    assertThat(send(0, "k", Duration.ofSeconds(4)).kind()).isEqualTo("database-unavailable");
    assertThat(log.last().text()).contains("failure");
  }

  private void report(String what, TransferClients clients) {
    System.err.printf(
        "%s: answers %s, secret requested %d times by %d environments%n",
        what, clients.kinds(), requestsInAll(), requests().size());
  }
}
