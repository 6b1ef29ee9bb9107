package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.ALICE_USD;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;
import static dev.interlock.transfer.Transfers.SHARED_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.contracts.Replays;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferReplayContractTest extends Replays<Situation> {

  private static final String COMMAND =
      """
      {"from": "%s", "to": "%s", "amount": 5, "currency": "EUR", "reference": "\u00E9 \uD83D\uDE80"}
      """
          .formatted(ALICE_EUR, BOB_EUR);

  TransferReplayContractTest() {
    super(new TransferUnderTest(), Situation::new, Situation.keptFaults(), COMMAND);
  }

  @Override
  protected Event event(String key, String body) {
    return Event.post("/transfers").caller("alice").key(key).body(body);
  }

  @Override
  protected void overtake() {
    database.run("UPDATE permission SET role = 'none' WHERE principal = 'alice'");
    database.run("UPDATE account SET status = 'closed', currency = 'USD'");
  }

  @Override
  protected List<String> spellings() {
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

  @Override
  protected List<String> others() {
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
  void headersAndQueryDoNotChangeTheCommand() {
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

  @Test
  void keyBelongsToOneCallerAndIsCaseSensitive() {
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
    assertThat(database.number("SELECT count(*) FROM idempotency WHERE operation = 'transfer'"))
        .isEqualTo(3);
  }

  @Test
  void eachOperationHasItsOwnKeys() {
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
  void malformedRequestLeavesItsKeyFree(String malformed) {
    assertThat(handler.send(event("k", malformed)).status()).isEqualTo(400);
    assertThat(handler.send(event("k", COMMAND)).status()).isEqualTo(201);
  }
}
