package dev.interlock.stockreservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Gate;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.write.StatementRunner;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Races between callers, each with its required outcome, on any stage.
final class ReservationRaces {

  private static final Duration POLL = Duration.ofMillis(5);

  private ReservationRaces() {}

  /// All settle one reservation, each under another key: one takes the stock.
  static void settleOne(Stage stage, int parties, Runnable meanwhile) {
    TestDatabase database = stage.database();
    String reservation = Reservations.id("one");
    database.run(
        Reservations.rows(reservation, "CUP-1", 4, "clock_timestamp() + interval '1 day'"));
    List<Answer> answers =
        race(stage, parties, meanwhile, i -> Reservations.settle("s" + i, reservation, "CUP-1", 4));
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).extracting(Answer::problem).containsOnly("ok", "reservation-settled");
    assertThat(database.number("SELECT on_hand FROM stock WHERE sku = 'CUP-1'")).isEqualTo(1);
    Invariants.assertHold(database);
  }

  /// Of two reservations of the last unit one is placed, and the next one after it has expired.
  static void lastUnit(Stage stage) {
    TestDatabase database = stage.database();
    database.run(Reservations.rows(Reservations.id("four"), "CUP-1", 4, "'2999-01-01'"));
    List<Answer> two = race(stage, 2, () -> {}, i -> Reservations.reserve("last" + i, "CUP-1", 1));
    assertThat(two).extracting(Answer::problem).containsOnly("ok", "insufficient-stock");
    database.run("UPDATE reservation_line SET expires_at = clock_timestamp() WHERE quantity = 1");
    Answer third =
        ReservationRules.send(stage.environment(), Reservations.reserve("third", "CUP-1", 1));
    assertThat(third.status()).as(third.bodyText()).isEqualTo(201);
    assertThat(Reservations.reserved(database, "CUP-1")).isEqualTo(5);
    assertThat(Reservations.count(database, "expired")).isEqualTo(1);
    Invariants.assertHold(database);
  }

  /// All of the stock is taken up by what has expired, and all reserve: each expired one is folded
  /// once, and as many are placed as there are units.
  static void reserveWhileFolding(Stage stage, int parties, Runnable meanwhile) {
    TestDatabase database = stage.database();
    database.run(Reservations.expired(5, "CUP-1"));
    List<Answer> answers =
        race(stage, parties, meanwhile, i -> Reservations.reserve("p" + i, "CUP-1", 1));
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(5);
    assertThat(answers).extracting(Answer::problem).containsOnly("ok", "insufficient-stock");
    assertThat(Reservations.count(database, "expired")).isEqualTo(5);
    Invariants.assertHold(database);
  }

  /// A reservation of all units expires while it is settled and while another caller wants them.
  /// The expiry follows the moment at which the statements read the clock, however fast the machine
  /// is.
  ///
  /// @param each how often each side must win
  /// @return how often they were taken, freed and reserved again, and neither
  static int[] settleAtTheExpiry(Stage stage, int each) {
    TestDatabase database = stage.database();
    int[] outcomes = new int[3];
    List<StatementRunner> environments = List.of(stage.environment(), stage.environment());
    long delayMicros = 2_000;
    for (int round = 0; Math.min(outcomes[0], outcomes[1]) < each; round++) {
      assertThat(round).as("rounds: %s", Arrays.toString(outcomes)).isLessThan(10 * each);
      String sku = "ROUND-" + round;
      String reservation = Reservations.id(sku);
      String expiry = "clock_timestamp() + interval '%d microseconds'".formatted(delayMicros);
      database.run(Reservations.stock(sku, 3) + Reservations.rows(reservation, sku, 3, expiry));
      List<Event> requests =
          List.of(
              Reservations.settle("s" + round, reservation, sku, 3),
              Reservations.reserve("p" + round, sku, 3));
      List<Answer> both =
          Race.of(2, i -> ReservationRules.send(environments.get(i), requests.get(i)));
      assertThat(both.get(0).problem()).isIn("ok", "reservation-expired");
      assertThat(both.get(1).problem()).isIn("ok", "insufficient-stock");
      assertThat(both).as("taken and freed").extracting(Answer::status).contains(409);
      boolean taken = both.get(0).status() == 201;
      outcomes[taken ? 0 : both.get(1).status() == 201 ? 1 : 2]++;
      delayMicros = taken ? delayMicros * 9 / 10 : delayMicros * 10 / 9 + 50;
    }
    Invariants.assertHold(database);
    return outcomes;
  }

  /// A settlement reads the clock in time and waits for a stock row. The reservation expires, and
  /// another caller wants what CUP-1 has.
  ///
  /// @param locked CUP-1, behind which both wait; or A-LOCK, and then the other one overtakes
  /// @return the answers to the settlement and to the other reservation
  static List<Answer> settlePastTheExpiry(Stage stage, String locked) throws Exception {
    TestDatabase database = stage.database();
    List<StatementRunner> environments = List.of(stage.environment(), stage.environment());
    String late = Reservations.id("late");
    String expiry =
        "'" + database.text("SELECT (clock_timestamp() + interval '1 second')::text") + "'";
    database.run(
        Reservations.stock("A-LOCK", 1)
            + Reservations.rows(late, "A-LOCK", 1, expiry)
            + Reservations.rows(late, "CUP-1", 5, expiry));
    String expired = "SELECT clock_timestamp() >= " + expiry;
    List<Answer> both;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Session lock = Session.holding(database, lock(locked))) {
      Future<Answer> settled =
          threads.submit(() ->
              ReservationRules.send(
                  environments.get(0), Reservations.settle("late", late, "CUP-1", 5)));
      new Backends(database).awaitWaiting(1);
      assertThat(database.text(expired)).as("expired before it was settled").isEqualTo("f");
      await().pollInterval(POLL).until(() -> database.text(expired).equals("t"));
      Future<Answer> placed =
          threads.submit(() ->
              ReservationRules.send(environments.get(1), Reservations.reserve("next", "CUP-1", 5)));
      if (locked.equals("CUP-1")) {
        new Backends(database).awaitWaiting(2);
      } else {
        placed.get();
      }
      lock.release();
      both = List.of(settled.get(), placed.get());
    }
    Invariants.assertHold(database);
    return both;
  }

  private static String lock(String sku) {
    return "SELECT 1 FROM stock WHERE sku = '" + sku + "' FOR UPDATE";
  }

  private static List<Answer> race(
      Stage stage, int parties, Runnable meanwhile, IntFunction<Event> requests) {
    List<StatementRunner> environments =
        Stream.generate(stage::environment).limit(parties).toList();
    try (Gate _ = Gate.until(parties, stage.database(), lock("CUP-1"), meanwhile)) {
      return Race.of(parties, i -> ReservationRules.send(environments.get(i), requests.apply(i)));
    }
  }
}
