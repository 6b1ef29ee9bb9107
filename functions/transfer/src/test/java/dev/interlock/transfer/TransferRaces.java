package dev.interlock.transfer;

import static dev.interlock.testkit.tables.Accounts.balance;
import static dev.interlock.testkit.tables.Accounts.transfers;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;
import static dev.interlock.transfer.Transfers.event;
import static dev.interlock.transfer.Transfers.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.races.Gate;
import dev.interlock.testkit.races.Race;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Accounts;
import dev.interlock.testkit.tables.Invariants;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Races between callers, each with its required outcome, on any stage.
final class TransferRaces {

  private TransferRaces() {}

  /// All send the same request under the same key: it takes effect once, and all get the same
  /// answer.
  static void sameKey(Stage stage, int parties) {
    Event same = event("alice", "same", ALICE_EUR, BOB_EUR, 700);
    List<Answer> answers;
    // The other calls wait 4 seconds for a key, and on a slow machine the last may start late.
    try (Gate _ = Gate.until(parties / 2, stage.database(), lock(ALICE_EUR))) {
      answers = race(stage, parties, i -> List.of(same));
    }
    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::bodyText).containsOnly(answers.getFirst().bodyText());
    assertThat(answers)
        .filteredOn(answer -> !answer.headers().containsKey("Idempotency-Replayed"))
        .hasSize(1);
    TestDatabase database = stage.database();
    assertThat(transfers(database)).isEqualTo(1);
    assertThat(balance(database, ALICE_EUR)).isEqualTo(100_000 - 700);
    assertThat(balance(database, BOB_EUR)).isEqualTo(50_000 + 700);
    Invariants.assertHold(database);
  }

  /// All take from one balance: as many succeed as it covers, and the rest are refused.
  static void drain(Stage stage, int parties, long amount) {
    drain(stage, parties, amount, () -> {});
  }

  /// The same, but something else happens once all have read their input.
  static void drain(Stage stage, int parties, long amount, Runnable meanwhile) {
    List<Answer> answers;
    try (Gate _ = Gate.until(parties, stage.database(), lock(ALICE_EUR), meanwhile)) {
      answers =
          race(stage, parties, i -> List.of(event("alice", "d" + i, ALICE_EUR, BOB_EUR, amount)));
    }
    int covered = (int) (100_000 / amount);
    assertThat(covered).as("there must be too little for all").isLessThan(parties);
    assertThat(answers).extracting(Answer::problem).containsOnly("ok", "insufficient-funds");
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(covered);
    TestDatabase database = stage.database();
    assertThat(transfers(database)).isEqualTo(covered);
    assertThat(balance(database, ALICE_EUR)).isEqualTo(100_000 - covered * amount);
    assertThat(balance(database, BOB_EUR)).isEqualTo(50_000 + covered * amount);
    Invariants.assertHold(database);
  }

  /// Half of the callers move money there, and half move it back.
  static void opposite(Stage stage, int parties, int each) {
    opposite(stage, parties, each, () -> {});
  }

  /// The same, but something else happens once all have read their input.
  static void opposite(Stage stage, int parties, int each, Runnable meanwhile) {
    List<Answer> answers;
    try (Gate _ = Gate.until(parties, stage.database(), lock(ALICE_EUR), meanwhile)) {
      answers =
          race(
              stage,
              parties,
              i -> IntStream.range(0, each).mapToObj(n -> thereOrBack(i, n)).toList());
    }
    assertThat(answers).hasSize(parties * each).extracting(Answer::status).containsOnly(201);
    TestDatabase database = stage.database();
    assertThat(transfers(database)).isEqualTo((long) parties * each);
    // Each caller sends back what its neighbour sends.
    assertThat(balance(database, ALICE_EUR)).isEqualTo(100_000);
    assertThat(balance(database, BOB_EUR)).isEqualTo(50_000);
    Invariants.assertHold(database);
  }

  private static Event thereOrBack(int party, int n) {
    String key = party + "." + n;
    return party % 2 == 0
        ? event("alice", key, ALICE_EUR, BOB_EUR, 10 + party)
        : event("bob", key, BOB_EUR, ALICE_EUR, 9 + party);
  }

  /// Money circulates: from each account to the next, and from the last to the first.
  static void ring(Stage stage, int parties, int each) {
    TestDatabase database = stage.database();
    List<String> accounts = Accounts.open(database, 8, 1_000);
    List<Answer> answers =
        race(
            stage,
            parties,
            i ->
                IntStream.range(0, each)
                    .mapToObj(n ->
                        event(
                            "alice",
                            i + "." + n,
                            accounts.get(i % 8),
                            accounts.get((i + 1) % 8),
                            5))
                    .toList());
    assertThat(answers).hasSize(parties * each).extracting(Answer::status).containsOnly(201);
    // Each account sent as much as it received.
    assertThat(accounts).extracting(account -> balance(database, account)).containsOnly(1_000L);
    Invariants.assertHold(database);
  }

  /// All pay into one account.
  static void hotDestination(Stage stage, int parties, int payments) {
    TestDatabase database = stage.database();
    List<String> sources = Accounts.open(database, parties, 1_000);
    List<Answer> answers =
        race(
            stage,
            parties,
            i ->
                IntStream.iterate(i, n -> n < payments, n -> n + parties)
                    .mapToObj(n -> event("alice", "h" + n, sources.get(i), CAROL_EUR, 7))
                    .toList());
    assertThat(answers).hasSize(payments).extracting(Answer::status).containsOnly(201);
    assertThat(balance(database, CAROL_EUR)).isEqualTo(7L * payments);
    Invariants.assertHold(database);
  }

  /// A transfer was refused. Now there is money, and all callers send it again.
  static void refusedOnce(Stage stage, int parties) {
    TestDatabase database = stage.database();
    Event refused = event("carol", "too-much", CAROL_EUR, BOB_EUR, 500);
    TransferHandler handler = new TransferHandler(stage.environment());
    Answer first = send(handler, refused);
    assertThat(first.problem()).isEqualTo("insufficient-funds");
    Answer funded = send(handler, event("alice", "fund", ALICE_EUR, CAROL_EUR, 90_000));
    assertThat(funded.status()).isEqualTo(201);
    String before = database.everything();

    List<Answer> answers = race(stage, parties, i -> List.of(refused));

    assertThat(answers).extracting(Answer::bodyText).containsOnly(first.bodyText());
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer.headers()).containsKey("Idempotency-Replayed"));
    assertThat(database.everything()).isEqualTo(before);
    Invariants.assertHold(database);
  }

  static String lock(String account) {
    return "SELECT 1 FROM account WHERE id = '" + account + "' FOR UPDATE";
  }

  /// All parties run concurrently, and each sends its requests one after the other.
  private static List<Answer> race(Stage stage, int parties, IntFunction<List<Event>> requests) {
    List<TransferHandler> handlers = new ArrayList<>();
    for (int i = 0; i < parties; i++) {
      handlers.add(new TransferHandler(stage.environment()));
    }
    return Race.of(
            parties,
            i -> requests.apply(i).stream().map(event -> send(handlers.get(i), event)).toList())
        .stream()
        .flatMap(List::stream)
        .toList();
  }
}
