package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ABSENT;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.Json;
import dev.interlock.api.MalformedJsonException;
import dev.interlock.database.Database;
import dev.interlock.testing.Answer;
import dev.interlock.testing.CapturedLog;
import dev.interlock.testing.Event;
import dev.interlock.testing.TestDatabase;
import dev.interlock.write.ConditionalWrites;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an invocation leaves in the log: one line of JSON, whatever happened, and nothing secret.
class TransferLogContractTest {

  private static final String SUBJECT = "subject-to-be-kept-secret";
  private static final String REFERENCE = "reference-to-be-kept-secret";
  private static final String TOKEN = "Bearer token-to-be-kept-secret";

  private static TestDatabase database;
  private static Database pool;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    new BackOffice(database).grant(ALICE_EUR, SUBJECT, "operator", "NULL");
    pool = database.database();
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({
    "accepted, 201, accepted",
    "funds, 409, insufficient-funds",
    "not-found, 404, source-not-found",
    "malformed, 400, malformed-request",
    "unauthenticated, 401, unauthenticated",
    "not-even-an-event, 401, unauthenticated"
  })
  void everyInvocationLeavesOneLine(String what, int status, String outcome) {
    CapturedLog<Answer> log = CapturedLog.of(() -> Answer.of(handler(pool), event(what)));
    assertThat(log.result().status()).isEqualTo(status);
    Json.Obj line = onlyLine(log);
    assertThat(line.text("operation")).isEqualTo("transfer");
    assertThat(line.text("requestId")).isNotBlank();
    assertThat(line.integer("status")).isEqualTo(status);
    assertThat(line.text("outcome")).isEqualTo(outcome);
    assertThat(line.integer("attempts")).isEqualTo(status == 400 || status == 401 ? 0 : 1);
    assertThat(line.integer("databaseMicros")).isLessThanOrEqualTo(line.integer("totalMicros"));
    assertThat(line.members())
        .containsKeys("coldStart", "conflicts", "_aws")
        .doesNotContainKey("failure");
  }

  @Test
  void aReplayIsMarkedAndAReusedKeyIsNamed() {
    RequestStreamHandler handler = handler(pool);
    Event first = Transfers.event(SUBJECT, "replayed", ALICE_EUR, BOB_EUR, 1);
    Event other = Transfers.event(SUBJECT, "replayed", ALICE_EUR, BOB_EUR, 2);
    List<Json.Obj> lines = new ArrayList<>();
    for (Event event : List.of(first, first, other)) {
      lines.add(onlyLine(CapturedLog.of(() -> Answer.of(handler, event.json()))));
    }
    assertThat(lines)
        .extracting(line -> line.text("outcome"))
        .containsExactly("accepted", "accepted", "idempotency-key-reused");
    assertThat(lines)
        .extracting(line -> line.members().get("replayed"))
        .containsExactly(new Json.Bool(false), new Json.Bool(true), null);
    assertThat(lines)
        .extracting(line -> line.members().get("coldStart"))
        .containsExactly(new Json.Bool(true), new Json.Bool(false), new Json.Bool(false));
    // The start of a hash: the same caller is seen to be the same.
    assertThat(lines)
        .extracting(line -> line.text("caller"))
        .containsOnly(lines.getFirst().text("caller"));
  }

  @Test
  void aFailureIsInTheLineAndNotInTheAnswer() {
    TestDatabase empty = TestDatabase.create();
    empty.run("DROP TABLE idempotency CASCADE");
    Database withoutTables = empty.database();
    RequestStreamHandler defective = handler(withoutTables);
    CapturedLog<Answer> log = CapturedLog.of(() -> Answer.of(defective, event("accepted")));
    assertThat(log.result().status()).isEqualTo(500);
    assertThat(onlyLine(log).text("failure")).contains("IllegalStateException");
    withoutTables.close();
  }

  /// Metrics are read from the line itself: every one that it declares must be a number in it.
  @Test
  void theMetricsAreInTheLine() {
    Json.Obj line = onlyLine(CapturedLog.of(() -> Answer.of(handler(pool), event("funds"))));
    Json.Obj aws = line.object("_aws");
    assertThat(aws.integer("Timestamp")).isPositive();
    Json.Obj directive = (Json.Obj) Answer.items(aws, "CloudWatchMetrics").getFirst();
    assertThat(directive.text("Namespace")).isEqualTo("Interlock");
    for (Json metric : Answer.items(directive, "Metrics")) {
      assertThat(line.members().get(((Json.Obj) metric).text("Name"))).isInstanceOf(Json.Num.class);
    }
    for (Json dimensions : Answer.items(directive, "Dimensions")) {
      for (Json dimension : ((Json.Arr) dimensions).items()) {
        assertThat(line.members().get(((Json.Text) dimension).value()))
            .isInstanceOf(Json.Text.class);
      }
    }
  }

  private static Json.Obj onlyLine(CapturedLog<Answer> log) {
    assertThat(log.lines()).hasSize(1);
    String line = log.lines().getFirst();
    assertThat(line)
        .doesNotContain(SUBJECT)
        .doesNotContain(REFERENCE)
        .doesNotContain("token-to-be-kept-secret")
        .doesNotContain(ALICE_EUR);
    try {
      return Json.object(line);
    } catch (MalformedJsonException e) {
      throw new AssertionError(line, e);
    }
  }

  private static RequestStreamHandler handler(Database database) {
    return new TransferHandler(new ConditionalWrites(database));
  }

  private static String event(String what) {
    Event event =
        switch (what) {
          case "accepted" -> transfer(what, ALICE_EUR, 1);
          case "funds" -> transfer(what, ALICE_EUR, 1_000_000);
          case "not-found" -> transfer(what, ABSENT, 1);
          case "malformed" -> transfer(what, ALICE_EUR, 0);
          case "unauthenticated" -> transfer(what, ALICE_EUR, 1).caller("");
          default -> Event.get("x");
        };
    return what.equals("not-even-an-event") ? SUBJECT : event.json();
  }

  private static Event transfer(String key, String from, long amount) {
    String body =
        Transfers.body(from, BOB_EUR, amount, "EUR")
            .replace("}", ", \"reference\": \"" + REFERENCE + "\"}");
    return Transfers.event(SUBJECT, key, from, BOB_EUR, amount)
        .header("authorization", TOKEN)
        .body(body);
  }
}
