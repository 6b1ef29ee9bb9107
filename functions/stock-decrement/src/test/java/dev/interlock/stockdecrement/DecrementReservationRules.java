package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;

/// What a decrement does beside reservations. CUP-1 has 5 units.
final class DecrementReservationRules {

  private DecrementReservationRules() {}

  static void reservedStockIsNotTaken(Stage stage) {
    reserve(stage.database(), 3, "'2999-01-01'");
    Answer refused = assertAnswer(stage, "k", 3, "insufficient-stock");
    assertThat(refused.bodyText())
        .contains("\"shortages\":[{\"sku\":\"CUP-1\",\"requested\":3,\"available\":2}]");
    assertAnswer(stage, "l", 2, "ok");
    assertThat(reserved(stage.database())).isEqualTo(3);
  }

  /// In the very next statement, and folded by it.
  static void expiredReservationCountsForNothing(Stage stage) {
    reserve(stage.database(), 3, "clock_timestamp()");
    assertAnswer(stage, "k", 5, "ok");
    assertThat(reserved(stage.database())).isZero();
  }

  static void onlyExpiredOnesAreFolded(Stage stage) {
    reserve(stage.database(), 1, "'2999-01-01'");
    reserve(stage.database(), 2, "clock_timestamp()");
    assertAnswer(stage, "k", 4, "ok");
    assertThat(reserved(stage.database())).isEqualTo(1);
    assertAnswer(stage, "l", 1, "insufficient-stock");
  }

  /// What was folded once must not count as free again.
  static void foldedOnesAreFoldedOnce(Stage stage) {
    onlyExpiredOnesAreFolded(stage);
    stage
        .database()
        .run(
            """
            UPDATE stock SET on_hand = on_hand + 2, version = version + 1 WHERE sku = 'CUP-1';
            INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
              SELECT location_id, sku, version, 2, on_hand FROM stock WHERE sku = 'CUP-1'
            """);
    assertAnswer(stage, "m", 3, "insufficient-stock");
  }

  static void reserve(TestDatabase database, long quantity, String expiresAt) {
    database.run(
        """
        INSERT INTO reservation_line (reservation_id, sku, location_id, quantity, expires_at)
          VALUES (gen_random_uuid(), 'CUP-1', '%1$s', %2$d, %3$s);
        UPDATE stock SET reserved = reserved + %2$d, version = version + 1 WHERE sku = 'CUP-1';
        INSERT INTO stock_entry
          (location_id, sku, version, quantity, on_hand_after, reserved, reserved_after)
          SELECT location_id, sku, version, 0, on_hand, %2$d, reserved
            FROM stock WHERE sku = 'CUP-1';
        """
            .formatted(Decrements.SHOP, quantity, expiresAt));
  }

  static long reserved(TestDatabase database) {
    return database.number("SELECT reserved FROM stock WHERE sku = 'CUP-1'");
  }

  private static Answer assertAnswer(Stage stage, String key, long quantity, String problem) {
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    String event = Decrements.event("alice", key, "CUP-1", quantity).json();
    Answer answer = Answer.of(handler, event);
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo(problem);
    Answer again = Answer.of(handler, event);
    assertThat(again.bodyText()).isEqualTo(answer.bodyText());
    assertThat(again.isReplayed()).isTrue();
    Invariants.assertHold(stage.database());
    return answer;
  }
}
