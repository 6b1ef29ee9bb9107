package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.contracts.FunctionTests;
import dev.interlock.wire.Turn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A transfer that needs the money of expired holds sends a second statement, and the connection is
/// lost there.
class TransferFoldFailureTest extends FunctionTests {

  TransferFoldFailureTest() {
    super(new TransferUnderTest());
  }

  @ParameterizedTest
  @EnumSource(value = Turn.Plain.class, mode = EnumSource.Mode.MATCH_ANY, names = "CUT_.*")
  void lostSecondStatementMovesAndFoldsOnce(Turn.Plain cut) {
    TransferHoldRules.hold(database, 60_000, "clock_timestamp()");
    Event event = Transfers.event("alice", "k", ALICE_EUR, BOB_EUR, 100_000);
    try (Stage stage = Stage.via(database, proxy, new Interceptor() {})) {
      TransferHandler handler = new TransferHandler(stage.environment());
      proxy.script(Turn.Plain.PASS, cut);
      Answer answer = Transfers.send(handler, event);
      assertThat(proxy.lost()).isEqualTo(1);
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
      assertThat(Transfers.send(handler, event).bodyText()).isEqualTo(answer.bodyText());
    }
    assertThat(TransferHoldRules.held(database)).isZero();
    assertThat(database.number("SELECT balance FROM account WHERE id = '" + ALICE_EUR + "'"))
        .isZero();
  }
}
