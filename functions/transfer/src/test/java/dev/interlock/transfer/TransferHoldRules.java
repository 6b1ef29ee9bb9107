package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.event;
import static dev.interlock.transfer.Transfers.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;

/// What a transfer does beside holds.
final class TransferHoldRules {

  private TransferHoldRules() {}

  static void heldMoneyIsNotSpent(Stage stage) {
    hold(stage.database(), 60_000, "'2999-01-01'");
    assertAnswer(stage, "k", 40_001, "insufficient-funds");
    assertAnswer(stage, "l", 40_000, "ok");
    assertThat(held(stage.database())).isEqualTo(60_000);
  }

  /// In the very next statement, and folded by it.
  static void expiredHoldCountsForNothing(Stage stage) {
    hold(stage.database(), 60_000, "clock_timestamp()");
    assertAnswer(stage, "k", 100_000, "ok");
    assertThat(held(stage.database())).isZero();
    assertThat(stage.database().text("SELECT string_agg(state, ' ') FROM hold"))
        .isEqualTo("expired");
  }

  static void onlyExpiredHoldsAreFolded(Stage stage) {
    hold(stage.database(), 30_000, "'2999-01-01'");
    hold(stage.database(), 30_000, "clock_timestamp()");
    assertAnswer(stage, "k", 70_000, "ok");
    assertThat(held(stage.database())).isEqualTo(30_000);
    assertAnswer(stage, "l", 1, "insufficient-funds");
  }

  /// What was folded once must not count as free again.
  static void foldedHoldsAreFoldedOnce(Stage stage) {
    onlyExpiredHoldsAreFolded(stage);
    stage
        .database()
        .run(
            """
            UPDATE account SET balance = balance + 30000, version = version + 1 WHERE id = '%1$s';
            INSERT INTO account_entry (account_id, version, amount, balance_after)
              SELECT id, version, 30000, balance FROM account WHERE id = '%1$s'
            """
                .formatted(ALICE_EUR));
    assertAnswer(stage, "m", 30_001, "insufficient-funds");
  }

  static void hold(TestDatabase database, long amount, String expiresAt) {
    database.run(
        """
        INSERT INTO hold (id, source_id, destination_id, amount, expires_at)
          VALUES (gen_random_uuid(), '%1$s', '%2$s', %3$d, %4$s);
        UPDATE account SET held = held + %3$d, version = version + 1 WHERE id = '%1$s';
        INSERT INTO account_entry (account_id, version, amount, balance_after, held, held_after)
          SELECT id, version, 0, balance, %3$d, held FROM account WHERE id = '%1$s';
        """
            .formatted(ALICE_EUR, BOB_EUR, amount, expiresAt));
  }

  static long held(TestDatabase database) {
    return database.number("SELECT held FROM account WHERE id = '" + ALICE_EUR + "'");
  }

  private static void assertAnswer(Stage stage, String key, long amount, String problem) {
    TransferHandler handler = new TransferHandler(stage.environment());
    Answer answer = send(handler, event("alice", key, ALICE_EUR, BOB_EUR, amount));
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo(problem);
    Answer again = send(handler, event("alice", key, ALICE_EUR, BOB_EUR, amount));
    assertThat(again.bodyText()).isEqualTo(answer.bodyText());
    assertThat(again.isReplayed()).isTrue();
    Invariants.assertHold(stage.database());
  }
}
