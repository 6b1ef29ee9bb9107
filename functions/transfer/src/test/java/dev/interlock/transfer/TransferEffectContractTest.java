package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ABSENT;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;
import static dev.interlock.transfer.Transfers.SHARED_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.json.Json;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.contracts.Precedence.Fault;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Snapshot;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A transfer writes both accounts, the journal and the key. A refused one writes only its key.
class TransferEffectContractTest {

  // Nothing is trimmed or normalised on the way in or out.
  private static final String REFERENCE = " e\u0301 \u00E9 \uD83D\uDE80\u2028'\"\\ ";

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    handler = new HandlerUnderTest(database, db -> new TransferHandler(new StatementRunner(db)));
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  @Test
  void answerHasWhatWasWritten() {
    Json.Obj body = transfer().body();
    assertThat(body.text("from")).isEqualTo(SHARED_EUR);
    assertThat(body.text("to")).isEqualTo(CAROL_EUR);
    assertThat(body.integer("amount")).isEqualTo(30_000);
    assertThat(body.text("currency")).isEqualTo("EUR");
    assertThat(body.text("reference")).isEqualTo(REFERENCE);
    assertThat(body.integer("fromBalance")).isEqualTo(45_000);
    assertThat(body.text("createdAt"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    assertThat(body.members().get("amount")).isEqualTo(new Json.Num("30000"));
    assertThat(List.copyOf(body.members().keySet()))
        .containsExactly(
            "id", "from", "to", "amount", "currency", "reference", "fromBalance", "createdAt");
  }

  @Test
  void bothAccountsTheJournalAndTheKeyAreWritten() {
    Json.Obj body = transfer().body();
    assertThat(accountOf(SHARED_EUR)).isEqualTo("45000 2");
    assertThat(accountOf(CAROL_EUR)).isEqualTo("30000 1");
    assertThat(entryOf(SHARED_EUR)).isEqualTo("2 -30000 45000 alice k " + REFERENCE);
    assertThat(entryOf(CAROL_EUR)).isEqualTo("1 30000 30000 alice k " + REFERENCE);
    assertThat(
            database.text(
                """
                SELECT string_agg(DISTINCT transfer_id::text || ' ' || to_char(
                         created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ',')
                  FROM account_entry WHERE transfer_id IS NOT NULL
                """))
        .isEqualTo(body.text("id") + " " + body.text("createdAt"));
    assertThat(
            database.text(
                """
                SELECT concat_ws(' ', caller, operation, idempotency_key,
                                 length(fingerprint)::text, verdict, detail ->> 'id', to_char(
                         created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                  FROM idempotency WHERE operation <> 'office'
                """))
        .isEqualTo(
            "alice transfer k 32 accepted " + body.text("id") + " " + body.text("createdAt"));
  }

  /// Only its owner may see the balance of the destination.
  @Test
  void answerDoesNotShowTheBalanceOfTo() {
    Answer answer = handler.send(Transfers.event("alice", "k", SHARED_EUR, BOB_EUR, 1_234));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.bodyText()).doesNotContain("51234").doesNotContain("50000");
  }

  @ParameterizedTest
  @MethodSource("kept")
  void refusalWritesOnlyItsKey(Fault<Situation> fault) throws SQLException {
    Situation situation = new Situation();
    fault.cause().accept(situation);
    situation.arrange(database, handler);
    try (Connection connection = database.connect()) {
      Snapshot before = Snapshot.of(connection);
      fault.expected().check(situation.send(handler));
      Snapshot after = Snapshot.of(connection);
      assertThat(after.rowsSince(before)).isEqualTo(Map.of("idempotency", 1L));
      assertThat(after.changedSince(before)).containsExactly("idempotency");
    }
  }

  static List<Fault<Situation>> kept() {
    return Situation.keptFaults();
  }

  /// Not a byte of the answer may reveal whether it exists.
  @Test
  void accountWithoutARoleLooksAbsent() {
    Answer foreign = handler.send(Transfers.event("carol", "1", BOB_EUR, CAROL_EUR, 1));
    Answer absent = handler.send(Transfers.event("carol", "2", ABSENT, CAROL_EUR, 1));
    Answer location = handler.send(Transfers.event("alice", "3", Transfers.LOCATION, BOB_EUR, 1));
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(absent).isEqualTo(foreign);
    assertThat(location).isEqualTo(foreign);
  }

  private static Answer transfer() {
    String reference = REFERENCE.replace("\\", "\\\\").replace("\"", "\\\"");
    String body =
        Transfers.body(SHARED_EUR.toUpperCase(Locale.ROOT), CAROL_EUR, 30_000, "EUR")
            .replace("}", ", \"reference\": \"" + reference + "\"}");
    Answer answer =
        handler.send(Transfers.event("alice", "k", SHARED_EUR, CAROL_EUR, 1).body(body));
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    return answer;
  }

  private static String accountOf(String id) {
    return database.text(
        "SELECT concat_ws(' ', balance::text, version::text) FROM account WHERE id = '" + id + "'");
  }

  private static String entryOf(String id) {
    return database.text(
        """
        SELECT concat_ws(' ', version::text, amount::text, balance_after::text, caller,
                         idempotency_key, reference)
          FROM account_entry WHERE account_id = '%s' AND transfer_id IS NOT NULL
        """
            .formatted(id));
  }
}
