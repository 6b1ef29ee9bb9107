package dev.interlock.emulator.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.testkit.secrets.StubbedSecretsServer;
import dev.interlock.testkit.tables.Invariants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rotates the functions' password while eight clients of the HTTP API send transfers without
/// pause.
class RotatedApiTest {

  private static final int ENVIRONMENTS = 4;
  private static final int CLIENTS = 8;
  private static final int ROTATIONS = 2;
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);
  private static final Pattern TIMED_OUT = Pattern.compile("\"28000\":(\\d+)");

  @TempDir Path folder;

  @Test
  void noCallFailsAndEachEnvironmentReadsTheSecretOncePerRotation() throws Exception {
    try (StubbedSecretsServer secrets = new StubbedSecretsServer();
        RotatedDatabase rotated = RotatedDatabase.start(TransferApi.folder(folder), secrets);
        TransferApi api =
            TransferApi.start(
                TransferApi.folder(folder),
                rotated.environment("CHILDREN"),
                TransferFixture.FUNCTION_TIMEOUT,
                ENVIRONMENTS)) {
      TransferClients clients =
          new TransferClients(CLIENTS, (_, key) -> heard(api.transfer(key), rotated));
      long requestsBefore;
      int timedOutBefore;
      try (clients) {
        await().until(() -> api.environments().size() == ENVIRONMENTS);
        clients.awaitAcceptedOfEach(5);
        requestsBefore = secrets.requests();
        timedOutBefore = requestsTimedOut(api);
        for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
          long expected = requestsBefore + (long) ENVIRONMENTS * rotation;
          rotated.rotate();
          await().atMost(WAIT_MAX).until(() -> secrets.requests() >= expected);
          clients.awaitAcceptedOfEach(5);
        }
      }
      System.err.printf(
          "rotations through the HTTP API: answers %s, secret requested %d and then %d times%n",
          clients.kinds(), requestsBefore, secrets.requests() - requestsBefore);
      assertThat(clients.kinds()).as(clients.notAccepted().toString()).containsOnlyKeys("ok");
      // Requests without an answer within a second, as on a busy machine.
      assertThat(secrets.requests() - requestsBefore)
          .isEqualTo(ENVIRONMENTS * ROTATIONS + requestsTimedOut(api) - timedOutBefore);
      assertThat(api.log()).anyMatch(line -> line.contains("\"28P01\":1"));
      assertThat(api.log())
          .noneMatch(line -> rotated.secretTexts().stream().anyMatch(line::contains));
      assertThat(rotated.database.number("SELECT count(DISTINCT transfer_id) FROM account_entry"))
          .isEqualTo(clients.accepted());
      Invariants.assertHold(rotated.database);
    }
  }

  private static int requestsTimedOut(TransferApi api) {
    return api.log().stream()
        .map(TIMED_OUT::matcher)
        .filter(Matcher::find)
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
  }

  private static TransferClients.Heard heard(TransferApi.Heard heard, RotatedDatabase rotated) {
    int status = heard.status();
    String text = heard.response().headers().map() + heard.response().body();
    assertThat(rotated.secretTexts()).noneMatch(text::contains);
    return new TransferClients.Heard(status, status == 201 ? "ok" : text, text);
  }
}
