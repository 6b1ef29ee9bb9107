package dev.interlock.hold;

import static dev.interlock.hold.Holds.ALICE_EUR;
import static dev.interlock.hold.Holds.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;

/// The rules of the two statements, checked with a few calls.
final class HoldRules {

  private HoldRules() {}

  static void heldMoneyIsNotHeldAgain(Stage stage) {
    assertAnswer(stage, Holds.place("all", ALICE_EUR, BOB_EUR, 100_000), "ok");
    assertAnswer(stage, Holds.place("more", ALICE_EUR, BOB_EUR, 1), "insufficient-funds");
    assertThat(Holds.held(stage.database(), ALICE_EUR)).isEqualTo(100_000);
  }

  /// The first placement after the expiry finds the money free, and folds all of them.
  static void expiredHoldsCountForNothing(Stage stage) {
    stage.database().run(Holds.expired(3, ALICE_EUR, 30_000));
    assertAnswer(stage, Holds.place("all", ALICE_EUR, BOB_EUR, 100_000), "ok");
    assertThat(Holds.count(stage.database(), "expired")).isEqualTo(3);
    assertThat(Holds.held(stage.database(), ALICE_EUR)).isEqualTo(100_000);
  }

  /// They are folded although the money was not needed, so that they do not pile up.
  static void everyPlacementFolds(Stage stage) {
    stage.database().run(Holds.expired(3, ALICE_EUR, 10));
    assertAnswer(stage, Holds.place("one", ALICE_EUR, BOB_EUR, 1), "ok");
    assertThat(Holds.count(stage.database(), "expired")).isEqualTo(3);
  }

  static void liveHoldsStayOpen(Stage stage) {
    stage
        .database()
        .run(
            Holds.rows(
                Holds.id("live"), ALICE_EUR, 60_000, "clock_timestamp() + interval '1 day'"));
    stage.database().run(Holds.expired(1, ALICE_EUR, 30_000));
    assertAnswer(stage, Holds.place("rest", ALICE_EUR, BOB_EUR, 40_000), "ok");
    assertThat(Holds.count(stage.database(), "open")).isEqualTo(2);
    assertAnswer(stage, Holds.place("more", ALICE_EUR, BOB_EUR, 1), "insufficient-funds");
  }

  static void settlementTakesAndReleases(Stage stage) {
    TestDatabase database = arranged(stage, 5);
    assertAnswer(stage, Holds.settle("k", Holds.id("h"), 3), "ok");
    assertThat(Holds.held(database, ALICE_EUR)).isZero();
    assertThat(database.number("SELECT captured FROM hold")).isEqualTo(3);
    assertThat(database.text("SELECT string_agg(balance::text, ' ' ORDER BY id) FROM account"))
        .startsWith("99997 50003 ");
    assertAnswer(stage, Holds.settle("again", Holds.id("h"), 1), "hold-settled");
  }

  /// What is released must never be stuck.
  static void releaseNeedsNoOpenAccount(Stage stage) {
    TestDatabase database = arranged(stage, 5);
    database.run("UPDATE account SET status = 'closed'");
    assertThat(send(stage, Holds.settle("take", Holds.id("h"), 1)).bodyText())
        .contains("urn:interlock:account-closed", "\"pointer\":\"/hold\"");
    assertThat(send(stage, Holds.settle("release", Holds.id("h"), 0)).status()).isEqualTo(201);
    assertThat(Holds.held(database, ALICE_EUR)).isZero();
  }

  /// The receiver of nothing gets no entry.
  static void releaseLeavesTheDestinationAlone(Stage stage) {
    TestDatabase database = arranged(stage, 5);
    String version = "SELECT version FROM account WHERE id = '" + BOB_EUR + "'";
    long before = database.number(version);
    assertAnswer(stage, Holds.settle("k", Holds.id("h"), 0), "ok");
    assertThat(database.number(version)).isEqualTo(before);
  }

  /// Even if the clock of the database was set back since.
  static void foldedHoldStaysExpired(Stage stage) {
    arranged(stage, 5);
    stage.database().run("UPDATE hold SET state = 'expired'");
    stage
        .database()
        .run(
            """
            UPDATE account SET held = 0, version = version + 1 WHERE id = '%1$s';
            INSERT INTO account_entry (account_id, version, amount, balance_after, held, held_after)
              SELECT id, version, 0, balance, -5, 0 FROM account WHERE id = '%1$s'
            """
                .formatted(ALICE_EUR));
    assertAnswer(stage, Holds.settle("k", Holds.id("h"), 1), "hold-expired");
  }

  private static TestDatabase arranged(Stage stage, long amount) {
    stage
        .database()
        .run(Holds.rows(Holds.id("h"), ALICE_EUR, amount, "clock_timestamp() + interval '1 day'"));
    return stage.database();
  }

  private static void assertAnswer(Stage stage, Event event, String problem) {
    Answer answer = send(stage, event);
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo(problem);
    Invariants.assertHold(stage.database());
  }

  static void heldIs(Stage stage, long amount) {
    assertThat(Holds.held(stage.database(), ALICE_EUR)).isEqualTo(amount);
    Invariants.assertHold(stage.database());
  }

  static Answer send(Stage stage, Event event) {
    return event.json().contains("\"POST /holds\"")
        ? Answer.of(new HoldHandler(stage.environment()), event.json())
        : Answer.of(new SettlementHandler(stage.environment()), event.json());
  }
}
