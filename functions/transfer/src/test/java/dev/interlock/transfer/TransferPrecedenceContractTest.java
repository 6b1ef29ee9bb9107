package dev.interlock.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testing.Answer;
import dev.interlock.testing.Draft;
import dev.interlock.testing.Expected;
import dev.interlock.testing.HandlerUnderTest;
import dev.interlock.testing.Precedence;
import dev.interlock.testing.Precedence.Fault;
import dev.interlock.testing.RequestFaults;
import dev.interlock.testing.TestDatabase;
import dev.interlock.write.ConditionalWrites;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A transfer that deserves two refusals gets the one that stands first in the contract.
class TransferPrecedenceContractTest {

  private static TestDatabase database;
  private static HandlerUnderTest handler;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    handler = new HandlerUnderTest(database, db -> new TransferHandler(new ConditionalWrites(db)));
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

  static Stream<Fault<Situation>> faults() {
    return Situation.FAULTS.stream();
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

  @ParameterizedTest
  @MethodSource("kept")
  void aReplayComesBeforeWhateverWouldBeDecidedNow(Fault<Situation> fault) {
    Situation before = new Situation();
    before.arrange(database, handler);
    Answer first = before.send(handler);
    assertThat(first.status()).isEqualTo(201);

    // The same request meets, under the same key, accounts that have become as the fault says.
    Situation after = new Situation();
    fault.cause().accept(after);
    after.arrange(database, handler);
    database.run(
        """
        DELETE FROM account WHERE id IN ('%1$s', '%2$s');
        DELETE FROM permission WHERE resource_id = '%1$s';
        UPDATE account SET id = '%1$s' WHERE id = '%3$s';
        UPDATE account SET id = '%2$s' WHERE id = '%4$s';
        UPDATE permission SET resource_id = '%1$s' WHERE resource_id = '%3$s'
        """
            .formatted(before.from, before.to, after.from, after.to));
    Answer second = before.send(handler);
    assertThat(second.bodyText()).isEqualTo(first.bodyText());
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.isReplayed()).isTrue();
  }

  static Stream<Fault<Situation>> kept() {
    return Situation.keptFaults().stream();
  }
}
