package dev.interlock.examples.unitdraw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitDrawTest {
  private final TestDatabase database = TestDatabase.create();

  @Test
  void takesTheQuantity() {
    Answer answer = send("alice", "key-1", 30);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().integer("remaining")).isEqualTo(70);
    assertThat(remaining()).isEqualTo(70);
  }

  @Test
  void refusesInOrderOfPrecedence() {
    assertThat(send("mallory", "key-1", 101).problem()).isEqualTo("not-found");
    assertThat(send("carol", "key-1", 101).problem()).isEqualTo("role-insufficient");
    assertThat(send("alice", "key-1", 101).problem()).isEqualTo("unit-draw-limit");
    assertThat(remaining()).isEqualTo(100);
  }

  @Test
  void takesWhatIsLeftOnceIn32ConcurrentCalls() {
    List<Answer> answers = Race.of(32, i -> send("alice", "key-" + i, 60));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allMatch(answer -> answer.problem().equals("unit-draw-limit"));
    assertThat(remaining()).isEqualTo(40);
  }

  private Answer send(String caller, String key, int quantity) {
    // One handler for each call, as in separate Lambda environments.
    UnitDrawHandler handler = new UnitDrawHandler(new StatementRunner(database.database()));
    return Answer.of(handler, UnitDrawUnderTest.request(caller, key, quantity).json());
  }

  private long remaining() {
    return database.number("SELECT remaining FROM unit_pool");
  }
}
