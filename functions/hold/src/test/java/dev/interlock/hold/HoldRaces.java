package dev.interlock.hold;

import static dev.interlock.hold.Holds.ALICE_EUR;
import static dev.interlock.hold.Holds.BOB_EUR;
import static dev.interlock.hold.Holds.CAROL_EUR;
import static dev.interlock.hold.Holds.SHARED_EUR;
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
import dev.interlock.testkit.tables.Accounts;
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
final class HoldRaces {

  private static final Duration POLL = Duration.ofMillis(5);

  private HoldRaces() {}

  /// All settle one hold, each under another key: one captures.
  static void settleOne(Stage stage, int parties, Runnable meanwhile) {
    TestDatabase database = stage.database();
    String hold = Holds.id("one");
    database.run(Holds.rows(hold, ALICE_EUR, 700, "clock_timestamp() + interval '1 day'"));
    List<Answer> answers;
    try (Gate _ = Gate.until(parties, database, lock(ALICE_EUR), meanwhile)) {
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
    try (Gate _ = Gate.until(parties, database, lock(ALICE_EUR), meanwhile)) {
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
    try (Gate _ = Gate.until(parties, database, lock(ALICE_EUR), meanwhile)) {
      answers = race(stage, parties, i -> Holds.place("p" + i, ALICE_EUR, BOB_EUR, 1_000));
    }
    assertThat(answers).extracting(Answer::problem).containsOnly("ok");
    assertThat(Holds.count(database, "expired")).isEqualTo(100);
    assertThat(Holds.held(database, ALICE_EUR)).isEqualTo(parties * 1_000L);
    Invariants.assertHold(database);
  }

  /// The whole balance is held by what has expired, and one placement folds all of it.
  ///
  /// @return how long the call took
  static Duration foldAtOnce(Stage stage, int count) {
    TestDatabase database = stage.database();
    HoldHandler placing = new HoldHandler(stage.environment());
    String account = Accounts.open(database, 1, count).getFirst();
    database.run(Holds.expired(count, account, 1));
    database.run("ANALYZE hold");
    String placement = Holds.place("fold", account, BOB_EUR, count).json();
    long begun = System.nanoTime();
    Answer answer = Answer.of(placing, placement);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    assertThat(Holds.count(database, "expired")).isEqualTo(count);
    assertThat(Holds.held(database, account)).isEqualTo(count);
    Invariants.assertHold(database);
    return took;
  }

  /// A hold of all the money expires while it is settled and while another wants the money. The
  /// expiry follows the moment at which the statements read the clock, however fast the machine is.
  ///
  /// @param each how often each side must win
  /// @return how often it was captured, freed and held again, and neither
  static int[] settleAtTheExpiry(Stage stage, int each) {
    TestDatabase database = stage.database();
    int[] outcomes = new int[3];
    SettlementHandler settling = new SettlementHandler(stage.environment());
    HoldHandler placing = new HoldHandler(stage.environment());
    List<String> accounts = Accounts.open(database, 10 * each, 100);
    long delayMicros = 2_000;
    for (int round = 0; Math.min(outcomes[0], outcomes[1]) < each; round++) {
      assertThat(round).as("rounds: %s", Arrays.toString(outcomes)).isLessThan(10 * each);
      String account = accounts.get(round);
      String hold = Holds.id("round " + round);
      String expiry = "clock_timestamp() + interval '%d microseconds'".formatted(delayMicros);
      database.run(Holds.rows(hold, account, 100, expiry));
      String settlement = Holds.settle("s" + round, hold, 100).json();
      String placement = Holds.place("p" + round, account, BOB_EUR, 100).json();
      List<Answer> both =
          Race.of(2, i -> i == 0 ? Answer.of(settling, settlement) : Answer.of(placing, placement));
      assertThat(both.get(0).problem()).isIn("ok", "hold-expired");
      assertThat(both.get(1).problem()).isIn("ok", "insufficient-funds");
      assertThat(both).as("captured and freed").extracting(Answer::status).contains(409);
      boolean captured = both.get(0).status() == 201;
      outcomes[captured ? 0 : both.get(1).status() == 201 ? 1 : 2]++;
      delayMicros = captured ? delayMicros * 9 / 10 : delayMicros * 10 / 9 + 50;
    }
    Invariants.assertHold(database);
    return outcomes;
  }

  /// A settlement reads the clock in time and waits for an account. The hold expires, and another
  /// caller wants the money.
  ///
  /// @param locked the source's account, behind which both wait; or the destination's, and then the
  ///   placement overtakes the settlement
  /// @return the answers to the settlement and to the placement
  static List<Answer> settlePastTheExpiry(Stage stage, String locked) throws Exception {
    TestDatabase database = stage.database();
    SettlementHandler settling = new SettlementHandler(stage.environment());
    HoldHandler placing = new HoldHandler(stage.environment());
    String hold = Holds.id("late");
    database.run(Holds.rows(hold, SHARED_EUR, 75_000, "clock_timestamp() + interval '1 second'"));
    String expired = "SELECT expires_at <= clock_timestamp() FROM hold WHERE id = '" + hold + "'";
    String settlement = Holds.settle("late", hold, 75_000).json();
    String placement = Holds.place("next", SHARED_EUR, CAROL_EUR, 75_000).json();
    List<Answer> both;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Session lock = Session.holding(database, lock(locked))) {
      Future<Answer> settled = threads.submit(() -> Answer.of(settling, settlement));
      new Backends(database).awaitWaiting(1);
      assertThat(database.text(expired)).as("expired before it was settled").isEqualTo("f");
      await().pollInterval(POLL).until(() -> database.text(expired).equals("t"));
      Future<Answer> placed = threads.submit(() -> Answer.of(placing, placement));
      if (locked.equals(SHARED_EUR)) {
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

  private static String lock(String account) {
    return "SELECT 1 FROM account WHERE id = '" + account + "' FOR UPDATE";
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
