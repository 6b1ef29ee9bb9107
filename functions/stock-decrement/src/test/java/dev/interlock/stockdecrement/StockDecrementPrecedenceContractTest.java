package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testing.Draft;
import dev.interlock.testing.Expected;
import dev.interlock.testing.HandlerUnderTest;
import dev.interlock.testing.Precedence;
import dev.interlock.testing.Precedence.Fault;
import dev.interlock.testing.RequestFaults;
import dev.interlock.testing.TestDatabase;
import dev.interlock.write.ConditionalWrites;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A decrement that deserves two refusals gets the one that stands first in the contract.
class StockDecrementPrecedenceContractTest {

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    handler =
        new HandlerUnderTest(database, db -> new StockDecrementHandler(new ConditionalWrites(db)));
  }

  @AfterAll
  static void stop() {
    handler.close();
  }

  static List<Precedence.Pair<Situation>> pairs() {
    return Precedence.pairs(Situation.FAULTS, Situation.IMPOSSIBLE);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void ofTwoRefusalsTheEarlierIsTheAnswer(Precedence.Pair<Situation> pair) {
    Situation situation = new Situation();
    pair.cause(situation);
    situation.arrange(database, handler);
    int connections = handler.connectionsOpened();
    Expected expected = pair.earlier().expected();
    expected.check(situation.send(handler));
    assertThat(handler.connectionsOpened() - connections)
        .isEqualTo(expected.beforeTheDatabase() ? 0 : 1);
  }

  /// Without this, a pair could pass by a fault that is none.
  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultAloneIsRefused(Fault<Situation> fault) {
    Situation situation = new Situation();
    fault.cause().accept(situation);
    situation.arrange(database, handler);
    fault.expected().check(situation.send(handler));
  }

  static List<Fault<Situation>> faults() {
    return Situation.FAULTS;
  }

  @ParameterizedTest
  @MethodSource("requestFaults")
  void aReplayComesAfterWhatIsWrongWithTheRequest(Fault<Draft> fault) {
    Situation situation = new Situation();
    situation.arrange(database, handler);
    assertThat(situation.send(handler).status()).isEqualTo(201);
    fault.cause().accept(situation.draft);
    fault.expected().check(situation.send(handler));
  }

  static List<Fault<Draft>> requestFaults() {
    return RequestFaults.IN_ORDER;
  }
}
