package dev.interlock.stockreservation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import dev.interlock.write.StatementRunner;

/// The rules of the two statements, checked with a few calls. CUP-1 has 5 units.
final class ReservationRules {

  private ReservationRules() {}

  static void reservedStockIsNotReservedAgain(Stage stage) {
    assertAnswer(stage, Reservations.reserve("all", "CUP-1", 5), "ok");
    assertAnswer(stage, Reservations.reserve("more", "CUP-1", 1), "insufficient-stock");
    assertThat(Reservations.reserved(stage.database(), "CUP-1")).isEqualTo(5);
  }

  /// The first reservation after the expiry finds the stock free, and folds all of them.
  static void expiredOnesCountForNothing(Stage stage) {
    stage.database().run(Reservations.expired(3, "CUP-1"));
    assertAnswer(stage, Reservations.reserve("all", "CUP-1", 5), "ok");
    assertThat(Reservations.count(stage.database(), "expired")).isEqualTo(3);
    assertThat(Reservations.reserved(stage.database(), "CUP-1")).isEqualTo(5);
  }

  /// What was folded once must not count as free again.
  static void foldedOnesAreFoldedOnce(Stage stage) {
    expiredOnesCountForNothing(stage);
    assertAnswer(stage, Reservations.reserve("again", "CUP-1", 1), "insufficient-stock");
  }

  /// They are folded although the stock was not needed, so that they do not pile up.
  static void everyReservationFolds(Stage stage) {
    stage.database().run(Reservations.expired(3, "CUP-1"));
    assertAnswer(stage, Reservations.reserve("one", "CUP-1", 1), "ok");
    assertThat(Reservations.count(stage.database(), "expired")).isEqualTo(3);
  }

  static void liveOnesStayOpen(Stage stage) {
    arranged(stage, 3);
    stage.database().run(Reservations.expired(1, "CUP-1"));
    assertAnswer(stage, Reservations.reserve("rest", "CUP-1", 2), "ok");
    assertThat(Reservations.count(stage.database(), "open")).isEqualTo(2);
    assertAnswer(stage, Reservations.reserve("more", "CUP-1", 1), "insufficient-stock");
  }

  static void settlementTakesAndReleases(Stage stage) {
    TestDatabase database = arranged(stage, 4);
    assertAnswer(stage, Reservations.settle("k", Reservations.id("r"), "CUP-1", 3), "ok");
    assertThat(Reservations.reserved(database, "CUP-1")).isZero();
    assertThat(database.number("SELECT taken FROM reservation_line")).isEqualTo(3);
    assertThat(database.number("SELECT on_hand FROM stock WHERE sku = 'CUP-1'")).isEqualTo(2);
    assertAnswer(
        stage,
        Reservations.settle("again", Reservations.id("r"), "CUP-1", 1),
        "reservation-settled");
  }

  /// Even if the clock of the database was set back since.
  static void foldedReservationStaysExpired(Stage stage) {
    arranged(stage, 4);
    stage
        .database()
        .run(
            """
            UPDATE reservation_line SET state = 'expired';
            UPDATE stock SET reserved = 0, version = version + 1 WHERE sku = 'CUP-1';
            INSERT INTO stock_entry
              (location_id, sku, version, quantity, on_hand_after, reserved, reserved_after)
              SELECT location_id, sku, version, 0, on_hand, -4, 0 FROM stock WHERE sku = 'CUP-1'
            """);
    assertAnswer(
        stage, Reservations.settle("k", Reservations.id("r"), "CUP-1", 1), "reservation-expired");
  }

  private static TestDatabase arranged(Stage stage, long quantity) {
    stage
        .database()
        .run(
            Reservations.rows(
                Reservations.id("r"), "CUP-1", quantity, "clock_timestamp() + interval '1 day'"));
    return stage.database();
  }

  private static void assertAnswer(Stage stage, Event event, String problem) {
    Answer answer = send(stage.environment(), event);
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo(problem);
    Invariants.assertHold(stage.database());
  }

  static Answer send(StatementRunner environment, Event event) {
    return event.json().contains("\"POST /stock-reservations\"")
        ? Answer.of(new StockReservationHandler(environment), event.json())
        : Answer.of(new ReservationSettlementHandler(environment), event.json());
  }
}
