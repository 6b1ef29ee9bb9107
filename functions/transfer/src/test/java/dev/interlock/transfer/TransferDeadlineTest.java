package dev.interlock.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.Database;
import dev.interlock.limits.TimeLimits;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.InterceptedDataSource;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.SilentWire;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.contracts.FunctionTests;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import dev.interlock.write.RetryLimits;
import dev.interlock.write.StatementRunner;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransferDeadlineTest extends FunctionTests {

  private static final Duration IN_PROGRESS_MAX = Duration.ofSeconds(5);
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  TransferDeadlineTest() {
    super(new TransferUnderTest());
  }

  /// An answer and the time it took.
  private record Heard(Answer answer, Duration after) {}

  // The first holds the key until its own wait for the row ends; then one of the others gets it,
  // and the third must not restart its wait for the key.
  @OnlyPostgres("on CockroachDB a call waits for a locked row before it takes the key")
  @Test
  void requestInProgressComesWithinFiveSecondsHoweverOftenTheKeyChangesHands() {
    try (Stage stage = Stage.of(database);
        Session row = Session.holding(database, TransferRaces.lock(Transfers.ALICE_EUR))) {
      CompletableFuture<Heard> first = heard(stage, Duration.ZERO, Duration.ofSeconds(5));
      CompletableFuture<Heard> second = heard(stage, A_SECOND, Duration.ofSeconds(15));
      CompletableFuture<Heard> third = heard(stage, A_SECOND, Duration.ofSeconds(15));
      CompletableFuture.anyOf(second, third).join();
      row.release();
      assertThat(Stream.of(first, second, third).map(CompletableFuture::join))
          .filteredOn(each -> each.answer().status() == 409)
          .isNotEmpty()
          .allSatisfy(each -> {
            assertThat(each.answer().problem()).isEqualTo("request-in-progress");
            assertThat(each.after()).isLessThan(IN_PROGRESS_MAX);
          });
    }
    assertThat(effects("k")).isEqualTo(1);
  }

  // The probe takes the key, and its connection falls silent before it gives the key back: the
  // server sees neither the ROLLBACK nor the end of the connection.
  @OnlyPostgres("CockroachDB has its own timeout for this, which was not tested")
  @Test
  void keyTakenByAProbeIsFreedAfterTheProbeDies() {
    try (SilentWire wire = SilentWire.before(database);
        Database pool = Database.of(database.environment(wire.port()))) {
      Interceptor dying =
          new Interceptor() {
            @Override
            public Object executing(String sql, Step<Object> execute) throws SQLException {
              Object result = execute.run();
              if (sql.contains("never committed")) {
                wire.fallSilent();
              }
              return result;
            }
          };
      StatementRunner writes =
          new StatementRunner(
              new InterceptedDataSource(pool::open, dying)::getConnection,
              new RetryLimits(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO),
              new Random(7));
      try (Session _ = Session.holding(database, TransferRaces.lock(Transfers.ALICE_EUR))) {
        Answer lost =
            Answer.of(
                function.handler(writes), function.accepted("k").json(), Duration.ofSeconds(3));
        assertComeAgain(lost, 503, "outcome-unknown");
      }
      assertThat(backends.idleInTransaction()).isEqualTo(1);
      await()
          .atMost(TimeLimits.IDLE_IN_TRANSACTION_MAX.plusSeconds(3))
          .until(() -> backends.idleInTransaction() == 0);
    }
    try (Stage stage = Stage.of(database)) {
      assertAccepted(send(handler(stage), function.accepted("k")), false);
    }
    assertThat(effects("k")).isEqualTo(1);
  }

  private CompletableFuture<Heard> heard(Stage stage, Duration later, Duration time) {
    RequestStreamHandler handler = handler(stage);
    long start = System.nanoTime() + later.toNanos();
    return sendingLater(later, handler, function.accepted("k"), time)
        .thenApply(answer -> new Heard(answer, Duration.ofNanos(System.nanoTime() - start)));
  }
}
