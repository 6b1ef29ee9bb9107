package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.contracts.FunctionTests;
import dev.interlock.wire.Turn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A decrement that needs the stock of expired reservations sends a second statement, and the
/// connection is lost there.
class StockDecrementFoldFailureTest extends FunctionTests {

  StockDecrementFoldFailureTest() {
    super(new StockDecrementUnderTest());
  }

  @ParameterizedTest
  @EnumSource(value = Turn.Plain.class, mode = EnumSource.Mode.MATCH_ANY, names = "CUT_.*")
  void lostSecondStatementTakesAndFoldsOnce(Turn.Plain cut) {
    DecrementReservationRules.reserve(database, 3, "clock_timestamp()");
    Event event = Decrements.event("alice", "k", "CUP-1", 5);
    try (Stage stage = Stage.via(database, proxy, new Interceptor() {})) {
      StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
      proxy.script(Turn.Plain.PASS, cut);
      Answer answer = Decrements.send(handler, event);
      assertThat(proxy.lost()).isEqualTo(1);
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
      assertThat(Decrements.send(handler, event).bodyText()).isEqualTo(answer.bodyText());
    }
    assertThat(DecrementReservationRules.reserved(database)).isZero();
    assertThat(Decrements.onHand(database, "CUP-1")).isZero();
  }
}
