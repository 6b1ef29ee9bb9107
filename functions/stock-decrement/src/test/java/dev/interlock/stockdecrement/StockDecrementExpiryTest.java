package dev.interlock.stockdecrement;

import static dev.interlock.stockdecrement.Decrements.SHOP;
import static dev.interlock.stockdecrement.Decrements.event;
import static dev.interlock.stockdecrement.Decrements.grant;
import static dev.interlock.stockdecrement.Decrements.onHand;
import static dev.interlock.stockdecrement.Decrements.read;
import static dev.interlock.stockdecrement.Decrements.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.DatabaseClock;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A grant expires by the database's clock, to the microsecond. The clock of the process does not
/// matter.
@OnlyPostgres("CockroachDB finds its own clock_timestamp() before any other")
class StockDecrementExpiryTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final DatabaseClock CLOCK = DatabaseClock.of(DATABASE);

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private Stage stage;

  @BeforeEach
  void open() {
    DATABASE.reset();
    DATABASE.run("UPDATE stock_entry SET created_at = '1970-01-01Z'");
    stage = Stage.of(DATABASE);
  }

  @AfterEach
  void close() {
    stage.close();
    Invariants.assertHold(DATABASE);
  }

  @ParameterizedTest
  @CsvSource({
    "-10 years, -50 milliseconds, 404",
    "-10 years, -1 microsecond, 404",
    "-10 years, 0, 404",
    "-10 years, 1 microsecond, 201",
    "-10 years, 50 milliseconds, 201",
    "10 years, -50 milliseconds, 404",
    "10 years, -1 microsecond, 404",
    "10 years, 0, 404",
    "10 years, 1 microsecond, 201",
    "10 years, 50 milliseconds, 201"
  })
  void grantLastsUntilItsTimeByTheDatabasesClock(String ahead, String left, int status) {
    CLOCK.set("pg_catalog.clock_timestamp() + interval '" + ahead + "'");
    grant(
        DATABASE,
        "dora",
        "operator",
        "(SELECT now FROM " + CLOCK.table() + ") + interval '" + left + "'");
    StockDecrementHandler decrements = new StockDecrementHandler(stage.environment());
    StockHandler stock = new StockHandler(stage.environment());
    assertThat(send(decrements, event("dora", "k", "TEA-100", 1)).status()).isEqualTo(status);
    assertThat(Answer.of(stock, read("dora", SHOP, "TEA-100").json()).status())
        .isEqualTo(status == 201 ? 200 : 404);
  }

  @Test
  void rowsHaveTheDatabasesTime() {
    CLOCK.set("'2041-02-03T04:05:06.789012Z'");
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    Answer answer = send(handler, event("alice", "k", "TEA-100", 1));
    assertThat(answer.body().text("createdAt")).isEqualTo("2041-02-03T04:05:06.789012Z");
  }

  /// It was decided while the grant was live, and it can commit because nothing else wrote the row
  /// in between.
  @Test
  void decisionStandsWhenTheGrantExpiresDuringALockWait() {
    Answer answer = expiresWhileItWaits(Session::release);
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    assertThat(onHand(DATABASE, "TEA-100")).isEqualTo(999);
    assertThat(log.last().attempts()).isEqualTo(1);
  }

  /// The row has changed, so it is decided again, by the new time.
  @Test
  void secondAttemptFindsTheGrantExpired() {
    Answer answer =
        expiresWhileItWaits(row -> {
          row.run(
              """
              UPDATE stock SET on_hand = on_hand + 1, version = version + 1
               WHERE location_id = '%1$s' AND sku = 'TEA-100';
              INSERT INTO stock_entry
                (location_id, sku, version, quantity, on_hand_after, created_at)
                VALUES ('%1$s', 'TEA-100', 2, 1, 1001, '1970-01-01Z')
              """
                  .formatted(SHOP));
          row.commit();
        });
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(404);
    assertThat(onHand(DATABASE, "TEA-100")).isEqualTo(1_001);
    assertThat(log.last().conflicts()).containsKey("40001");
  }

  private Answer expiresWhileItWaits(Consumer<Session> letGo) {
    CLOCK.set("'2041-02-03T04:05:06Z'");
    grant(DATABASE, "dora", "operator", "'2041-02-03T04:05:07Z'");
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Session row = Session.holding(DATABASE, StockDecrementRaces.lock("TEA-100"))) {
      CompletableFuture<Answer> decrement =
          CompletableFuture.supplyAsync(
              () -> send(handler, event("dora", "k", "TEA-100", 1)), threads);
      new Backends(DATABASE).awaitWaiting(1);
      CLOCK.set("now + interval '1 second'");
      letGo.accept(row);
      return decrement.join();
    }
  }
}
