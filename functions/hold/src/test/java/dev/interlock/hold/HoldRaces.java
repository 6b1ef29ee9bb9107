package dev.interlock.hold;

import static dev.interlock.hold.Holds.ALICE_EUR;
import static dev.interlock.hold.Holds.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Gate;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Accounts;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Races between callers, each with its required outcome, on any stage.
final class HoldRaces {

  private static final String LOCK =
      "SELECT 1 FROM account WHERE id = '" + ALICE_EUR + "' FOR UPDATE";

  private HoldRaces() {}

  /// All settle one hold, each under another key: one captures.
  static void settleOne(Stage stage, int parties, Runnable meanwhile) {
    TestDatabase database = stage.database();
    String hold = Holds.id("one");
    database.run(Holds.rows(hold, ALICE_EUR, 700, "clock_timestamp() + interval '1 day'"));
    List<Answer> answers;
    try (Gate _ = Gate.until(parties, database, LOCK, meanwhile)) {
      answers = race(stage, parties, i -> Holds.settle("s" + i, hold, 700));
    }
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).extracting(Answer::problem).containsOnly("ok", "hold-settled");
    assertThat(Accounts.balance(database, ALICE_EUR)).isEqualTo(100_000 - 700);
    assertThat(Accounts.balance(database, BOB_EUR)).isEqualTo(50_000 + 700);
    Invariants.assertHold(database);
  }

  /// All place holds on one balance: as many succeed as it covers.
  static void drain(Stage stage, int parties, long amount, Runnable meanwhile) {
    TestDatabase database = stage.database();
    List<Answer> answers;
    try (Gate _ = Gate.until(parties, database, LOCK, meanwhile)) {
      answers = race(stage, parties, i -> Holds.place("p" + i, ALICE_EUR, BOB_EUR, amount));
    }
    int covered = (int) (100_000 / amount);
    assertThat(covered).as("there must be too little for all").isLessThan(parties);
    assertThat(answers).extracting(Answer::problem).containsOnly("ok", "insufficient-funds");
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(covered);
    assertThat(Holds.held(database, ALICE_EUR)).isEqualTo(covered * amount);
    Invariants.assertHold(database);
  }

  /// The whole balance is held by what has expired, and all place holds: each finds the money free,
  /// and each expired hold is folded once.
  static void placeWhileFolding(Stage stage, int parties, Runnable meanwhile) {
    TestDatabase database = stage.database();
    database.run(Holds.expired(100, ALICE_EUR, 1_000));
    List<Answer> answers;
    try (Gate _ = Gate.until(parties, database, LOCK, meanwhile)) {
      answers = race(stage, parties, i -> Holds.place("p" + i, ALICE_EUR, BOB_EUR, 1_000));
    }
    assertThat(answers).extracting(Answer::problem).containsOnly("ok");
    assertThat(Holds.count(database, "expired")).isEqualTo(100);
    assertThat(Holds.held(database, ALICE_EUR)).isEqualTo(parties * 1_000L);
    Invariants.assertHold(database);
  }

  /// A hold of all the money expires while it is settled and while another wants the money.
  ///
  /// @return how often it was captured, held again, and neither
  static int[] settleAtTheExpiry(Stage stage, int rounds) {
    TestDatabase database = stage.database();
    int[] outcomes = new int[3];
    SettlementHandler settling = new SettlementHandler(stage.environment());
    HoldHandler placing = new HoldHandler(stage.environment());
    List<String> accounts = Accounts.open(database, rounds, 100);
    for (int round = 0; round < rounds; round++) {
      String account = accounts.get(round);
      String hold = Holds.id("round " + round);
      // From before to after the moment at which the two statements read the clock.
      String expiry = "clock_timestamp() + interval '%d microseconds'".formatted(round % 50 * 150);
      database.run(Holds.rows(hold, account, 100, expiry));
      int number = round;
      List<Answer> both =
          Race.of(
              2,
              i ->
                  i == 0
                      ? Answer.of(settling, Holds.settle("s" + number, hold, 100).json())
                      : Answer.of(
                          placing, Holds.place("p" + number, account, BOB_EUR, 100).json()));
      assertThat(both.get(0).problem()).isIn("ok", "hold-expired");
      assertThat(both.get(1).problem()).isIn("ok", "insufficient-funds");
      assertThat(both).as("captured and freed").extracting(Answer::status).contains(409);
      outcomes[both.get(0).status() == 201 ? 0 : both.get(1).status() == 201 ? 1 : 2]++;
    }
    Invariants.assertHold(database);
    return outcomes;
  }

  private static List<Answer> race(Stage stage, int parties, IntFunction<Event> requests) {
    List<StatementRunner> environments =
        Stream.generate(stage::environment).limit(parties).toList();
    return Race.of(
        parties,
        i -> {
          String json = requests.apply(i).json();
          StatementRunner own = environments.get(i);
          return json.contains("\"POST /holds\"")
              ? Answer.of(new HoldHandler(own), json)
              : Answer.of(new SettlementHandler(own), json);
        });
  }
}
