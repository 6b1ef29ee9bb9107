package dev.interlock.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.contracts.OrderOfRefusals;
import dev.interlock.testkit.contracts.Precedence.Fault;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransferPrecedenceContractTest extends OrderOfRefusals<Situation> {

  TransferPrecedenceContractTest() {
    super(new TransferUnderTest(), Situation::new, Situation.FAULTS, Situation.IMPOSSIBLE);
  }

  @ParameterizedTest
  @MethodSource("kept")
  void replayComesBeforeANewDecision(Fault<Situation> fault) {
    Situation before = new Situation();
    before.arrange(database, handler);
    Answer first = before.send(handler);
    assertThat(first.status()).isEqualTo(201);

    // The same request under the same key, after its accounts got the fault.
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

  static List<Fault<Situation>> kept() {
    return Situation.keptFaults();
  }
}
