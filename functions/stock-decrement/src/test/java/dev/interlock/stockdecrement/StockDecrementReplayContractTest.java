package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testing.Answer;
import dev.interlock.testing.Event;
import dev.interlock.testing.Expected;
import dev.interlock.testing.HandlerUnderTest;
import dev.interlock.testing.Precedence.Fault;
import dev.interlock.testing.TestDatabase;
import dev.interlock.write.ConditionalWrites;
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

/// What is kept under a key: the first answer, for ever, for the same command of the same caller.
class StockDecrementReplayContractTest {

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    handler =
        new HandlerUnderTest(database, db -> new StockDecrementHandler(new ConditionalWrites(db)));
  }

  @BeforeEach
  void reset() {
    database.reset();
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  private static final String COMMAND =
      """
      {"location": "%s", "reference": "\u00E9", "lines": [
        {"sku": "TEA-100", "quantity": 5}, {"sku": "CUP-1", "quantity": 2}]}
      """
          .formatted(Decrements.SHOP);

  /// Afterwards everything that stood in the way is gone: a grant came, and stock.
  @ParameterizedTest
  @MethodSource("kept")
  void aRefusalStaysWhenItsReasonIsGone(Fault<Situation> fault) {
    Situation situation = new Situation();
    fault.cause().accept(situation);
    situation.arrange(database, handler);
    Answer first = situation.send(handler);
    fault.expected().check(first);
    situation.clear(database);
    assertReplay(first, situation.send(handler));
    assertThat(Decrements.carriedOut(database)).isZero();

    // A new key is a new command, and nothing is in its way any more.
    assertThat(handler.send(situation.event().key("anew")).status()).isEqualTo(201);
  }

  static List<Fault<Situation>> kept() {
    return Situation.keptFaults();
  }

  @Test
  void anAcceptedDecrementIsAnsweredAgainWhateverCameAfterIt() {
    Answer first = handler.send(event("k", COMMAND));
    assertThat(first.status()).isEqualTo(201);
    database.run("UPDATE permission SET role = 'none' WHERE principal = 'alice'");
    database.run("UPDATE stock SET on_hand = 0");
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
    assertReplay(first, handler.send(event("\"k\"", spelling)));
  }

  /// Order of members and lines, splitting of lines, white space, escapes, letters of a UUID.
  static List<String> spellings() {
    return List.of(
        COMMAND,
        COMMAND.replaceAll("\\s", ""),
        COMMAND.replace(Decrements.SHOP, Decrements.SHOP.toUpperCase(Locale.ROOT)),
        COMMAND.replace("\u00E9", "\\u00e9").replace("TEA", "\\u0054EA"),
        COMMAND.replace("\"sku\": \"CUP-1\", \"quantity\": 2", "\"quantity\":2,\"sku\":\"CUP-1\""),
        """
        {"lines": [{"sku": "CUP-1", "quantity": 2}, {"sku": "TEA-100", "quantity": 5}],
         "reference": "\u00E9", "location": "%s"}
        """
            .formatted(Decrements.SHOP),
        """
        {"location": "%s", "reference": "\u00E9", "lines": [
          {"sku": "TEA-100", "quantity": 1}, {"sku": "CUP-1", "quantity": 1},
          {"sku": "TEA-100", "quantity": 4}, {"sku": "CUP-1", "quantity": 1}]}
        """
            .formatted(Decrements.SHOP));
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
        COMMAND.replace(Decrements.SHOP, Decrements.BOBS_SHOP),
        COMMAND.replace("5", "6"),
        COMMAND.replace("CUP-1", "CUP-2"),
        COMMAND.replace("CUP-1", "cup-1"),
        COMMAND.replace(", {\"sku\": \"CUP-1\", \"quantity\": 2}", ""),
        // What is left out of one line must not hide in another.
        COMMAND.replace("5", "2").replace("\"quantity\": 2}]", "\"quantity\": 5}]"),
        COMMAND.replace("\u00E9", "e\u0301"),
        COMMAND.replace("\"reference\": \"\u00E9\", ", ""));
  }

  @Test
  void aKeyBelongsToOneCallerAndItsLettersCount() {
    String one = COMMAND.replace("CUP-1", "TEA-100");
    for (Event event : List.of(event("k", one), event("k", one).caller("bob"), event("K", one))) {
      Answer answer = handler.send(event);
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
      assertThat(answer.isReplayed()).isFalse();
    }
    assertThat(Decrements.onHand(database, "TEA-100")).isEqualTo(1_000 - 3 * 7);
  }

  private static Event event(String key, String body) {
    return Event.post("/stock-decrements").caller("alice").key(key).body(body);
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
