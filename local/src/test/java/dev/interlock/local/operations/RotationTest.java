package dev.interlock.local.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.database.Database;
import dev.interlock.testing.Answer;
import dev.interlock.testing.Event;
import dev.interlock.testing.Invariants;
import dev.interlock.testing.InvocationLog;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.ConditionalWrites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The functions' password changes while 16 clients transfer without pause, each in an environment
/// of its own.
class RotationTest {

  private static final int CLIENTS = 16;

  @TempDir static Path folder;
  private static RotatedDatabase rotated;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private final List<Database> pools = new ArrayList<>();
  private final List<TransferHandler> environments = new ArrayList<>();
  private String run;

  @BeforeAll
  static void start() throws Exception {
    rotated = RotatedDatabase.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    rotated.close();
  }

  @BeforeEach
  void openEnvironments() {
    rotated.database.reset();
    rotated.publish(rotated.changePassword());
    // Tells the requests for the secret of this test from those of the others.
    run = "RUN" + System.nanoTime();
    for (int i = 0; i < CLIENTS; i++) {
      Database pool = Database.of(rotated.environment(accessKey(i)));
      pools.add(pool);
      environments.add(new TransferHandler(new ConditionalWrites(pool)));
    }
  }

  private String accessKey(int environment) {
    return run + "E" + environment;
  }

  @AfterEach
  void closeEnvironmentsAndSearchWhatTheyHaveSaid() {
    pools.forEach(Database::close);
    Invariants.assertHold(rotated.database);
    for (InvocationLog.Line line : log.lines()) {
      assertThat(rotated.unspeakable()).noneMatch(line.text()::contains);
    }
    assertThat(rotated.unspeakable()).noneMatch((pools + " " + environments)::contains);
  }

  private TransferClients clients() {
    return new TransferClients(CLIENTS, this::send);
  }

  private TransferClients.Heard send(int environment, String key) {
    Event event =
        Event.post("/transfers")
            .caller("alice")
            .key(key)
            .body(
                "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": 1, \"currency\": \"EUR\"}"
                    .formatted(TransferApi.FROM, TransferApi.TO));
    Answer answer = Answer.of(environments.get(environment), event.json());
    String text = answer.headers() + answer.bodyText();
    assertThat(rotated.unspeakable()).noneMatch(text::contains);
    return new TransferClients.Heard(answer.status(), answer.problem(), text);
  }

  /// How often each environment of this test has asked for the secret.
  private Map<String, Long> asked() {
    return rotated.asked().entrySet().stream()
        .filter(each -> each.getKey().startsWith(run))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void assertAskedByEach(long times) {
    assertThat(asked()).hasSize(CLIENTS).allSatisfy((_, count) -> assertThat(count).isEqualTo(times));
  }

  private void assertOneEffectEach(TransferClients clients) {
    assertThat(
            rotated.database.number(
                "SELECT count(DISTINCT transfer_id) FROM account_entry"))
        .isEqualTo(clients.accepted());
  }

  @Test
  void noCallFailsAndEachEnvironmentAsksOnceForEachRotation() {
    int rotations = 4;
    TransferClients clients = clients();
    try (clients) {
      clients.awaitAcceptedOfEach(5);
      assertAskedByEach(1);
      for (int rotation = 1; rotation <= rotations; rotation++) {
        rotated.rotate();
        clients.awaitAcceptedOfEach(5);
        assertAskedByEach(1 + rotation);
      }
    }
    report("rotations at one stroke", clients);
    assertThat(clients.kinds()).as(clients.notAccepted().toString()).containsOnlyKeys("ok");
    assertThat(log.conflicts()).containsKey("28P01");
    assertOneEffectEach(clients);
  }

  @Test
  void noCallFailsWhenTheSecretIsTwoSecondsLate() {
    TransferClients clients = clients();
    try (clients) {
      clients.awaitAcceptedOfEach(5);
      for (int rotation = 1; rotation <= 2; rotation++) {
        String password = rotated.changePassword();
        rotated.endConnections();
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        rotated.publish(password);
        clients.awaitAcceptedOfEach(5);
      }
    }
    report("secret two seconds late", clients);
    assertThat(clients.kinds()).as(clients.notAccepted().toString()).containsOnlyKeys("ok");
    assertOneEffectEach(clients);
  }

  @ParameterizedTest
  @CsvSource({"500, InternalServiceError", "400, ThrottlingException"})
  void secretsManagerThatFailsForAMomentIsWaitedFor(int status, String type) {
    TransferClients clients = clients();
    try (clients) {
      clients.awaitAcceptedOfEach(5);
      rotated.failing(status, type);
      String password = rotated.changePassword();
      rotated.endConnections();
      await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
      rotated.publish(password);
      clients.awaitAcceptedOfEach(5);
    }
    report("Secrets Manager answers " + type + " for two seconds", clients);
    assertThat(clients.kinds()).as(clients.notAccepted().toString()).containsOnlyKeys("ok");
    assertThat(asked()).allSatisfy((_, count) -> assertThat(count).isLessThanOrEqualTo(6));
    assertOneEffectEach(clients);
  }

  @Test
  void passwordThatStaysWrongIsAnUnavailableDatabase() {
    rotated.changePassword();
    long start = System.nanoTime();
    List<TransferClients.Heard> answers =
        IntStream.range(0, CLIENTS)
            .parallel()
            .mapToObj(i -> send(i, "k" + i))
            .toList();
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    System.err.printf("a password that stays wrong: %s, %s%n", time, asked());
    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.kind()).isEqualTo("database-unavailable");
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.text()).contains("Retry-After");
        });
    assertThat(asked())
        .allSatisfy((_, count) -> assertThat(count).isLessThanOrEqualTo(1 + time.toSeconds()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%s",
        "{\"username\": \"interlock_function\", \"password\": %s}",
        "{\"password\": \"%s\"}",
        "{\"username\": \"interlock_function\", \"password\": \"%s\", \"password\": \"%s\"}",
        "[\"%s\"]"
      })
  void secretThatIsNoneOfOursIsNeverShown(String text) {
    rotated.publishText(text.formatted(rotated.changePassword(), "x"));
    TransferClients.Heard answer = send(0, "k");
    System.err.println("a secret that is no credential: " + answer);
    assertThat(answer.kind()).isEqualTo("database-unavailable");
  }

  private void report(String what, TransferClients clients) {
    System.err.printf("%s: answers %s, secret asked for %s%n", what, clients.kinds(), asked());
  }
}
