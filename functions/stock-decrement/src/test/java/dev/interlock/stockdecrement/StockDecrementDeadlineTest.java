package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.contracts.FunctionTests;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StockDecrementDeadlineTest extends FunctionTests {

  StockDecrementDeadlineTest() {
    super(new StockDecrementUnderTest());
  }

  // Each row is released 300 ms after the one before. The first two waits use up so much of the
  // budget that the third ends; eight full waits would outlast the attempt.
  @OnlyPostgres("on CockroachDB a call waits for a locked row before it takes the key")
  @Test
  void rowsHeldInTurnShareOneWaitBudget() {
    int held = 8;
    Decrements.stockMany(database, "HELD-", held, 5);
    List<Map.Entry<String, Long>> lines = Decrements.lines("HELD-", held, 1);
    List<Session> holders = new ArrayList<>();
    List<CompletableFuture<Void>> released = new ArrayList<>();
    try (Stage stage = Stage.of(database)) {
      for (Map.Entry<String, Long> line : lines) {
        Session holder = Session.holding(database, StockDecrementRaces.lock(line.getKey()));
        holders.add(holder);
        released.add(holder.releaseAfter(Duration.ofMillis(300L * holders.size())));
      }
      Answer answer =
          Answer.of(
              handler(stage), Decrements.event("alice", "k", lines).json(), Duration.ofSeconds(3));
      assertThat(released.subList(0, 2)).allSatisfy(each -> assertThat(each).isCompleted());
      assertComeAgain(answer, 503, "contention");
      assertThat(log.last().conflicts()).containsOnlyKeys("55P03");
    } finally {
      holders.forEach(Session::close);
    }
    assertThat(effects("k")).isZero();
  }
}
