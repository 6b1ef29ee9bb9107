package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testing.Backends;
import dev.interlock.testing.InvocationLog;
import dev.interlock.testing.Stage;
import dev.interlock.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The races among the threads of one environment that may have eight invocations at once.
class StockDecrementManagedInstanceTest {

  private static final int AT_ONCE = 8;
  private static final TestDatabase DATABASE = TestDatabase.create();

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private Stage stage;

  @BeforeEach
  void begin() {
    DATABASE.reset();
    stage = Stage.ofOneEnvironment(DATABASE, AT_ONCE);
  }

  @AfterEach
  void end() {
    assertThat(log.conflicts()).doesNotContainKey("40P01");
    assertThat(new Backends(DATABASE).count()).isBetween(2L, (long) AT_ONCE);
    stage.close();
  }

  @Test
  void sameKeyIsOneEffectAndOneAnswer() {
    StockDecrementRaces.sameKey(stage, AT_ONCE);
  }

  @Test
  void lastUnitIsSoldOnce() {
    StockDecrementRaces.lastUnit(stage, AT_ONCE);
  }

  @Test
  void flashSaleSellsExactlyWhatThereIs() {
    StockDecrementRaces.flashSale(stage, AT_ONCE, 200);
  }

  @Test
  void overlappingOrdersAreAllOrNothingWithoutDeadlock() {
    StockDecrementRaces.overlappingOrders(stage, AT_ONCE, 16);
  }

  @Test
  void quantityEditedMeanwhileIsNotLost() {
    StockDecrementRaces.concurrentEdit(stage, AT_ONCE, 10);
  }
}
