package dev.interlock.stockreservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Gate;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Races between callers, each with its required outcome, on any stage.
final class ReservationRaces {

  private static final String LOCK = "SELECT 1 FROM stock WHERE sku = 'CUP-1' FOR UPDATE";

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

  private static List<Answer> race(
      Stage stage, int parties, Runnable meanwhile, IntFunction<Event> requests) {
    List<StatementRunner> environments =
        Stream.generate(stage::environment).limit(parties).toList();
    try (Gate _ = Gate.until(parties, stage.database(), LOCK, meanwhile)) {
      return Race.of(parties, i -> ReservationRules.send(environments.get(i), requests.apply(i)));
    }
  }
}
