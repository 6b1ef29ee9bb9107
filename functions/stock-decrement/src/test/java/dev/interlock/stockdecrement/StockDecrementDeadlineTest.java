package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.contracts.RequestsInProgress;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StockDecrementDeadlineTest extends RequestsInProgress {

  StockDecrementDeadlineTest() {
    super(new StockDecrementUnderTest());
  }

  // Each row is freed just before the wait for it ends; together the waits would outlast an
  // attempt.
  @OnlyPostgres("on CockroachDB a call waits for a locked row before it takes the key")
  @Test
  void rowsHeldInTurnShareOneWaitBudget() {
    int held = 8;
    Decrements.stockMany(database, "HELD-", held, 5);
    List<Map.Entry<String, Long>> lines = Decrements.lines("HELD-", held, 1);
    List<Session> holders = new ArrayList<>();
    try (Stage stage = Stage.of(database)) {
      for (Map.Entry<String, Long> line : lines) {
        Session holder = Session.holding(database, StockDecrementRaces.lock(line.getKey()));
        holders.add(holder);
        CompletableFuture.delayedExecutor(300L * holders.size(), TimeUnit.MILLISECONDS)
            .execute(holder::release);
      }
      Answer answer =
          Answer.of(
              handler(stage), Decrements.event("alice", "k", lines).json(), Duration.ofSeconds(3));
      assertComeAgain(answer, 503, "contention");
      assertThat(log.last().conflicts()).containsOnlyKeys("55P03");
    } finally {
      holders.forEach(Session::close);
    }
    assertThat(effects("k")).isZero();
  }
}
