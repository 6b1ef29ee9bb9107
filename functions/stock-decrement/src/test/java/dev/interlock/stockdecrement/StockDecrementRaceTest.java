package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Forces each known way to oversell.
class StockDecrementRaceTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @BeforeEach
  void reset() {
    DATABASE.reset();
  }

  @AfterEach
  void nobodyDeadlocked() {
    assertThat(log.conflicts()).doesNotContainKey("40P01");
  }

  @ParameterizedTest
  @EnumSource
  void sameKeyIsOneEffectAndOneAnswer(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      StockDecrementRaces.sameKey(stage, 64);
    }
  }

  @ParameterizedTest
  @EnumSource
  void lastUnitIsSoldOnce(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      StockDecrementRaces.lastUnit(stage, 64);
    }
  }

  @ParameterizedTest
  @EnumSource
  void flashSaleSellsExactlyWhatThereIs(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      StockDecrementRaces.flashSale(stage, 64, 1_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void overlappingOrdersAreAllOrNothingWithoutDeadlock(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      StockDecrementRaces.overlappingOrders(stage, 32, 8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void concurrentEditOfTheQuantityIsNotLost(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      StockDecrementRaces.concurrentEdit(stage, 16, 10);
    }
  }

  @Test
  void twoLinesOfOneSkuAreSummedBeforeTheyAreChecked() {
    try (Stage stage = Stage.of(DATABASE)) {
      StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
      Answer answer =
          Decrements.send(
              handler,
              Decrements.event(
                  "alice",
                  "twice",
                  Decrements.SHOP,
                  List.of(Map.entry("CUP-1", 3L), Map.entry("CUP-1", 3L))));
      assertThat(answer.problem()).isEqualTo("insufficient-stock");
      assertThat(answer.bodyText()).contains("{\"sku\":\"CUP-1\",\"requested\":6,\"available\":5}");
      assertThat(Decrements.onHand(DATABASE, "CUP-1")).isEqualTo(5);
    }
  }

  @OnlyPostgres("CockroachDB reads no row that somebody has locked")
  @Test
  void refusalsOfASoldOutSkuWaitNeitherForEachOtherNorForItsRow() {
    try (Stage stage = Stage.of(DATABASE);
        Session _ = Session.holding(DATABASE, StockDecrementRaces.lock("SOLD-OUT"))) {
      // Another session holds the row's lock throughout.
      StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
      Answer answer =
          Decrements.send(handler, Decrements.event("alice", "sold-out", "SOLD-OUT", 1));
      assertThat(answer.problem()).isEqualTo("insufficient-stock");
    }
  }
}
