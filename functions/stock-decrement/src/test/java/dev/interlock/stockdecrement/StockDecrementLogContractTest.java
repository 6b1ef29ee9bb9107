package dev.interlock.stockdecrement;

import static dev.interlock.stockdecrement.Decrements.ABSENT;
import static dev.interlock.stockdecrement.Decrements.SHOP;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.contracts.LogLines;
import java.util.List;

class StockDecrementLogContractTest extends LogLines {

  StockDecrementLogContractTest() {
    super(
        new StockDecrementUnderTest(),
        "stock-decrement",
        List.of("alice", SHOP, ABSENT, "TEA-100", "SOLD-OUT"));
  }

  @Override
  protected Event accepted(String key) {
    return decrement(key, SHOP, "TEA-100", 1);
  }

  @Override
  protected Event another(String key) {
    return decrement(key, SHOP, "TEA-100", 2);
  }

  @Override
  protected List<Sent> refused() {
    return List.of(
        Sent.of(decrement("stock", SHOP, "SOLD-OUT", 1), 409, "insufficient-stock"),
        Sent.of(decrement("not-found", ABSENT, "TEA-100", 1), 404, "location-not-found"));
  }

  private static Event decrement(String key, String location, String sku, long quantity) {
    return Event.post("/stock-decrements")
        .caller("alice")
        .key(key)
        .body(
            """
            {"location": "%s", "lines": [{"sku": "%s", "quantity": %d}], "reference": "my-%s"}
            """
                .formatted(location, sku, quantity, SECRET));
  }
}
