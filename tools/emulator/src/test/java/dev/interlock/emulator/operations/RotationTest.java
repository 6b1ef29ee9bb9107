package dev.interlock.emulator.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.database.Database;
import dev.interlock.testkit.Accounts;
import dev.interlock.testkit.Answer;
import dev.interlock.testkit.Event;
import dev.interlock.testkit.Invariants;
import dev.interlock.testkit.InvocationLog;
import dev.interlock.testkit.Race;
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

/// The functions' password changes while 16 clients transfer without pause, each in an environment
/// of its own.
@ResourceLock(Resources.SYSTEM_OUT)
class RotationTest {

  private static final int CLIENTS = 16;

  @TempDir static Path folder;
  private static RotatedDatabase rotated;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private final List<Database> pools = new ArrayList<>();
  private final List<TransferHandler> environments = new ArrayList<>();
  private List<String> accounts = List.of();
  private String run = "";

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
    // Two for each client: these calls are to fail by a rotation if by anything.
    accounts = Accounts.open(rotated.database, 2 * CLIENTS, 1_000_000);
    rotated.publish(rotated.changePassword());
    // Tells the requests for the secret of this test from those of the others.
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
    assertThat(rotated.unspeakable()).noneMatch(text::contains);
    return new TransferClients.Heard(answer.status(), answer.problem(), text);
  }

  /// How often each environment of this test has asked for the secret.
  private Map<String, Long> asked() {
    return rotated.asked().entrySet().stream()
        .filter(each -> each.getKey().startsWith(run))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private long askedInAll() {
    return asked().values().stream().mapToLong(count -> count).sum();
  }

  // No answer within a second, as on a machine that has other things to do.
  private int askedInVain() {
    return log.conflicts().getOrDefault("28I01", 0);
  }

  private void assertOneEffectEach(TransferClients clients) {
    assertThat(rotated.database.number("SELECT count(DISTINCT transfer_id) FROM account_entry"))
        .isEqualTo(clients.accepted());
  }

  @Test
  void noCallFailsAndEachEnvironmentAsksOnceForEachRotation() {
    int rotations = 2;
    TransferClients clients = clients();
    long askedFirst;
    int inVainFirst;
    try (clients) {
      clients.awaitAcceptedOfEach(5);
      askedFirst = askedInAll();
      inVainFirst = askedInVain();
      for (int rotation = 1; rotation <= rotations; rotation++) {
        rotated.rotate();
        clients.awaitAcceptedOfEach(5);
      }
    }
    report("rotations at one stroke", clients);
    assertThat(clients.kinds()).as(clients.notAccepted().toString()).containsOnlyKeys("ok");
    assertThat(asked()).hasSize(CLIENTS);
    assertThat(askedInAll() - askedFirst)
        .isEqualTo(CLIENTS * rotations + askedInVain() - inVainFirst);
    assertOneEffectEach(clients);
  }

  @Test
  void noCallFailsWhileTheSecretIsNotYetTheNewOne() {
    assertNoCallFails("the secret two seconds late", () -> {});
  }

  @Test
  @Tag("soak")
  void noCallFailsWhileTheSecretIsNotToBeHad() {
    assertNoCallFails("and throttled meanwhile", () -> rotated.failing("ThrottlingException"));
  }

  private void assertNoCallFails(String what, Runnable meanwhile) {
    TransferClients clients = clients();
    long askedFirst;
    try (clients) {
      clients.awaitAcceptedOfEach(5);
      askedFirst = askedInAll();
      meanwhile.run();
      String password = rotated.changePassword();
      rotated.endConnections();
      await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
      rotated.publish(password);
      clients.awaitAcceptedOfEach(5);
    }
    report(what, clients);
    assertThat(clients.kinds()).as(clients.notAccepted().toString()).containsOnlyKeys("ok");
    // Once a second while it was of no use.
    assertThat(askedInAll() - askedFirst).isBetween(2L * CLIENTS, 5L * CLIENTS);
    assertOneEffectEach(clients);
  }

  @Test
  void passwordThatStaysWrongIsAnUnavailableDatabase() {
    rotated.changePassword();
    long start = System.nanoTime();
    List<TransferClients.Heard> answers =
        Race.of(CLIENTS, i -> send(i, "k" + i, Duration.ofSeconds(7)));
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    System.err.printf(
        "a password that stays wrong: %d ms, secret asked for %d times by %d environments%n",
        time.toMillis(), askedInAll(), asked().size());
    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.kind()).isEqualTo("database-unavailable");
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.text()).contains("Retry-After");
        });
    assertThat(asked())
        .allSatisfy((_, count) -> assertThat(count).isBetween(2L, 1 + time.toSeconds()));
  }

  @Test
  void secretThatIsNoCredentialIsNeverShown() {
    rotated.publishText(rotated.changePassword());
    assertThat(send(0, "k", Duration.ofSeconds(4)).kind()).isEqualTo("database-unavailable");
    assertThat(log.last().text()).contains("failure");
  }

  private void report(String what, TransferClients clients) {
    System.err.printf(
        "%s: answers %s, secret asked for %d times by %d environments%n",
        what, clients.kinds(), askedInAll(), asked().size());
  }
}
