package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.contracts.Replays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StockDecrementReplayContractTest extends Replays<Situation> {

  private static final String COMMAND =
      """
      {"location": "%s", "reference": "\u00E9", "lines": [
        {"sku": "TEA-100", "quantity": 5}, {"sku": "CUP-1", "quantity": 2}]}
      """
          .formatted(Decrements.SHOP);

  StockDecrementReplayContractTest() {
    super(new StockDecrementUnderTest(), Situation::new, Situation.keptFaults(), COMMAND);
  }

  @Override
  protected Event event(String key, String body) {
    return Event.post("/stock-decrements").caller("alice").key(key).body(body);
  }

  @Override
  protected void overtake() {
    database.run("UPDATE permission SET role = 'none' WHERE principal = 'alice'");
    database.run("UPDATE stock SET on_hand = 0");
  }

  /// Order of members and lines, splitting of lines, white space, escapes, letter case of a UUID.
  @Override
  protected List<String> spellings() {
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

  @Override
  protected List<String> others() {
    return List.of(
        COMMAND.replace(Decrements.SHOP, Decrements.BOBS_SHOP),
        COMMAND.replace("5", "6"),
        COMMAND.replace("CUP-1", "CUP-2"),
        COMMAND.replace("CUP-1", "cup-1"),
        COMMAND.replace(", {\"sku\": \"CUP-1\", \"quantity\": 2}", ""),
        // A unit dropped from one line must not be added to another.
        COMMAND.replace("5", "2").replace("\"quantity\": 2}]", "\"quantity\": 5}]"),
        COMMAND.replace("\u00E9", "e\u0301"),
        COMMAND.replace("\"reference\": \"\u00E9\", ", ""));
  }

  @Test
  void keyBelongsToOneCallerAndIsCaseSensitive() {
    String one = COMMAND.replace("CUP-1", "TEA-100");
    for (Event event : List.of(event("k", one), event("k", one).caller("bob"), event("K", one))) {
      Answer answer = handler.send(event);
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
      assertThat(answer.isReplayed()).isFalse();
    }
    assertThat(Decrements.onHand(database, "TEA-100")).isEqualTo(1_000 - 3 * 7);
  }
}
