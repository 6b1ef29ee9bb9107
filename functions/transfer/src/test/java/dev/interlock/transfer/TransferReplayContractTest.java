package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.ALICE_USD;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;
import static dev.interlock.transfer.Transfers.SHARED_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testing.Answer;
import dev.interlock.testing.Event;
import dev.interlock.testing.Expected;
import dev.interlock.testing.HandlerUnderTest;
import dev.interlock.testing.Precedence.Fault;
import dev.interlock.testing.TestDatabase;
import dev.interlock.write.ConditionalWrites;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is kept under a key: the first answer, for ever, for the same command of the same caller.
class TransferReplayContractTest {

  private static final String COMMAND =
      """
      {"from": "%s", "to": "%s", "amount": 5, "currency": "EUR", "reference": "\u00E9 \uD83D\uDE80"}
      """
          .formatted(ALICE_EUR, BOB_EUR);

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    handler = new HandlerUnderTest(database, db -> new TransferHandler(new ConditionalWrites(db)));
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  /// Afterwards everything that stood in the way is gone: a grant came, money came, it was opened.
  @ParameterizedTest
  @MethodSource("kept")
  void aRefusalStaysWhenItsReasonIsGone(Fault<Situation> fault) {
    Situation situation = new Situation();
    fault.cause().accept(situation);
    situation.arrange(database, handler);
    Answer first = situation.send(handler);
    fault.expected().check(first);
    BackOffice accounts = new BackOffice(database);
    accounts.grant(situation.from, Situation.CALLER, "owner", "NULL");
    database.run(
        """
        INSERT INTO account (id, currency, balance) VALUES ('%s', 'EUR', 1000), ('%s', 'EUR', 0)
        ON CONFLICT (id) DO UPDATE
          SET currency = EXCLUDED.currency, balance = EXCLUDED.balance, status = 'open'
        """
            .formatted(situation.from, situation.to));
    assertReplay(first, situation.send(handler));
    assertThat(database.number("SELECT count(*) FROM account_entry WHERE transfer_id IS NOT NULL"))
        .isZero();

    // A new key is a new command, and nothing is in its way any more.
    Answer anew =
        handler.send(
            Transfers.event(
                Situation.CALLER, "anew", situation.from, situation.to, Situation.AMOUNT));
    assertThat(anew.status()).as(anew.bodyText()).isEqualTo(201);
  }

  static List<Fault<Situation>> kept() {
    return Situation.keptFaults();
  }

  @Test
  void anAcceptedTransferIsAnsweredAgainWhateverCameAfterIt() {
    Answer first = handler.send(event("k", COMMAND));
    assertThat(first.status()).isEqualTo(201);
    assertThat(handler.send(event("other", COMMAND)).bodyText()).isNotEqualTo(first.bodyText());
    database.run("UPDATE permission SET role = 'none' WHERE principal = 'alice'");
    database.run("UPDATE account SET status = 'closed', currency = 'USD'");
    String before = database.everything();
    assertReplay(first, handler.send(event("k", COMMAND)));
    assertReplay(first, handler.send(event("k", COMMAND)));
    assertThat(database.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void spellingMakesNoOtherCommand(String spelling) {
    Answer first = handler.send(event("k", COMMAND));
    assertThat(first.status()).isEqualTo(201);
    assertReplay(first, handler.send(event("k", spelling)));
  }

  static List<String> spellings() {
    return List.of(
        COMMAND.replace(" ", "").replace("\u00E9\uD83D", "\u00E9 \uD83D"),
        COMMAND.replace(": ", "\t:\r\n ") + "  \n",
        COMMAND.replace(ALICE_EUR, ALICE_EUR.toUpperCase(Locale.ROOT)),
        COMMAND.replace("\u00E9", "\\u00e9").replace("\uD83D\uDE80", "\\uD83D\\ude80"),
        COMMAND.replace("\"from\"", "\"\\u0066rom\"").replace("EUR", "\\u0045UR"),
        """
        {"reference": "\u00E9 \uD83D\uDE80", "currency": "EUR", "amount": 5, "to": "%s", "from": "%s"}
        """
            .formatted(BOB_EUR, ALICE_EUR));
  }

  @Test
  void howTheRequestWasSentMakesNoOtherCommand() {
    Answer first = handler.send(event("k", COMMAND));
    String base64 = Base64.getEncoder().encodeToString(COMMAND.getBytes(StandardCharsets.UTF_8));
    for (Event again :
        List.of(
            event("\"k\"", COMMAND),
            event("k", COMMAND).base64(base64),
            event("k", COMMAND).query("x", "y"),
            event("k", COMMAND).header("if-match", "\"1\""),
            event("k", COMMAND).header("content-type", "application/json; charset=UTF-8"))) {
      assertReplay(first, handler.send(again));
    }
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherCommandUnderTheSameKeyIsRefused(String other) {
    assertThat(handler.send(event("k", COMMAND)).status()).isEqualTo(201);
    String before = database.everything();
    Expected.refused(422, "idempotency-key-reused").check(handler.send(event("k", other)));
    assertThat(database.everything()).isEqualTo(before);
  }

  static List<String> others() {
    return List.of(
        COMMAND.replace(ALICE_EUR, SHARED_EUR),
        COMMAND.replace(ALICE_EUR, ALICE_USD),
        COMMAND.replace(BOB_EUR, CAROL_EUR),
        COMMAND.replace("5", "6"),
        COMMAND.replace("EUR", "USD"),
        COMMAND.replace("\u00E9", "e\u0301"),
        COMMAND.replace("\u00E9 ", "\u00E9  "),
        COMMAND.replace(", \"reference\": \"\u00E9 \uD83D\uDE80\"", ""));
  }

  @Test
  void aKeyBelongsToOneCallerAndItsLettersCount() {
    String fromShared = COMMAND.replace(ALICE_EUR, SHARED_EUR);
    Answer alices = handler.send(event("k", fromShared));
    Answer bobs =
        handler.send(
            Event.post("/transfers")
                .caller("bob")
                .key("k")
                .body(fromShared.replace(BOB_EUR, CAROL_EUR)));
    Answer capital = handler.send(event("K", fromShared));
    for (Answer answer : List.of(alices, bobs, capital)) {
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.isReplayed()).isFalse();
    }
    assertThat(database.number("SELECT count(*) FROM idempotency")).isEqualTo(3);
  }

  @Test
  void anotherOperationHasKeysOfItsOwn() {
    database.run(
        """
        INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
        VALUES ('alice', 'stock-decrement', 'k', '\\x00', 'accepted')
        """);
    Answer answer = handler.send(event("k", COMMAND));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.isReplayed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[", "{\"amount\": 0}"})
  void aMalformedRequestLeavesItsKeyFree(String malformed) {
    assertThat(handler.send(event("k", malformed)).status()).isEqualTo(400);
    assertThat(handler.send(event("k", COMMAND)).status()).isEqualTo(201);
  }

  private static Event event(String key, String body) {
    return Event.post("/transfers").caller("alice").key(key).body(body);
  }

  /// Equal byte for byte, but for the one header.
  private static void assertReplay(Answer first, Answer again) {
    assertThat(again.bodyText()).isEqualTo(first.bodyText());
    assertThat(again.status()).isEqualTo(first.status());
    Map<String, String> headers = new HashMap<>(first.headers());
    assertThat(headers.put("Idempotency-Replayed", "true")).isNull();
    assertThat(again.headers()).isEqualTo(headers);
  }
}
