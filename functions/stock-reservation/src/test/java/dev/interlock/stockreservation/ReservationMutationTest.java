package dev.interlock.stockreservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.CapturedLog;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.fuzzing.MutationTrial;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// No broken reservation or settlement causes a 5xx or an effect that it does not ask for.
class ReservationMutationTest {

  private static final int COUNT = 300;

  @Test
  void brokenReservationIsRefusedOrReservesOnce() {
    run(
        TestDatabase.create(),
        StockReservationHandler::new,
        Map.of("stock_entry", 1L, "idempotency", 1L, "reservation_line", 1L),
        number -> Reservations.reserve("key-" + number, "TEA-100", 1 + number % 3));
  }

  /// A broken one may release all: the journal gets an entry for the line all the same.
  @Test
  void brokenSettlementIsRefusedOrSettlesOneReservation() {
    TestDatabase database = TestDatabase.create();
    database.run(
        IntStream.range(0, COUNT)
            .mapToObj(number ->
                Reservations.rows(Reservations.id("r" + number), "TEA-100", 2, "'2999-01-01'"))
            .collect(Collectors.joining()));
    run(
        database,
        ReservationSettlementHandler::new,
        Map.of("stock_entry", 1L, "idempotency", 1L),
        number ->
            Reservations.settle("key-" + number, Reservations.id("r" + number), "TEA-100", 1));
  }

  private static void run(
      TestDatabase database,
      Function<StatementRunner, RequestStreamHandler> function,
      Map<String, Long> rows,
      IntFunction<Event> valid) {
    // Random; a failure prints it, and -Dmutations.seed=... sets it.
    long seed = Long.getLong("mutations.seed", System.nanoTime());
    try (HandlerUnderTest handler =
        new HandlerUnderTest(database, db -> function.apply(new StatementRunner(db)))) {
      MutationTrial trial =
          new MutationTrial(
              database,
              handler,
              new MutationTrial.Effect(
                  rows, List.of("stock", "stock_entry", "reservation_line", "idempotency")));
      CapturedLog<Map<Integer, Integer>> run = CapturedLog.of(() -> trial.run(COUNT, seed, valid));
      assertThat(run.lines()).hasSize(COUNT);
      assertThat(run.result()).as("seed %d", seed).containsKeys(201, 400);
      System.out.printf("%d mutations with seed %d: %s%n", COUNT, seed, run.result());
    }
  }
}
