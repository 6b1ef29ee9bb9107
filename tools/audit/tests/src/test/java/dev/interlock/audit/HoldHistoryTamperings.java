package dev.interlock.audit;

import static dev.interlock.audit.HistoryTampering.AS_ANSWERED;
import static dev.interlock.audit.HistoryTampering.AS_ASKED;
import static dev.interlock.audit.HistoryTampering.DENIED;
import static dev.interlock.audit.HistoryTampering.FRESH_READ;
import static dev.interlock.audit.HistoryTampering.IN_THE_END;
import static dev.interlock.audit.HistoryTampering.RIGHT_READ;
import static dev.interlock.audit.HistoryTampering.RIGHT_REFUSAL;
import static dev.interlock.audit.HistoryTampering.body;
import static dev.interlock.audit.HistoryTampering.key;
import static dev.interlock.audit.HistoryTampering.lines;
import static dev.interlock.audit.HistoryTampering.request;
import static dev.interlock.audit.HistoryTampering.rows;

import dev.interlock.audit.history.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Tampering with the exchanges of [HoldExchanges].
final class HoldHistoryTamperings {

  static final List<HistoryTampering> ALL =
      List.of(
          // One settlement, answered as new under two keys.
          new HistoryTampering(
              AS_ANSWERED, "SELECT 1", HoldHistoryTamperings::settlementUnderAnotherKey, Set.of()),
          // The effect of an answer is gone: what was held is free again, and nobody placed it.
          rows(
              AS_ANSWERED,
              """
              DELETE FROM account_entry WHERE idempotency_key = 'hold-5';
              UPDATE account SET held = 50, version = 7 WHERE id = numbered('a2', 4);
              DELETE FROM hold WHERE id = numbered('f2', 5);
              UPDATE hold SET state = 'open' WHERE id = numbered('f2', 3);
              """,
              "every accepted key has its journal rows",
              RIGHT_READ,
              RIGHT_REFUSAL),
          // The call that wrote reported that nothing was written.
          lines(DENIED, key("settlement", "settlement-1"), HoldHistoryTamperings::denied),
          lines(DENIED, key("reservation-settlement", "taking-1"), HoldHistoryTamperings::denied),
          lines(IN_THE_END, key("hold", "hold-3"), HistoryTampering::lost),
          lines(
              AS_ANSWERED,
              key("hold", "hold-5"),
              body("\"fromAvailable\": 200", "\"fromAvailable\": 190")),
          lines(
              AS_ANSWERED,
              key("settlement", "settlement-1"),
              body("\"released\": 40", "\"released\": 0")),
          lines(
              AS_ANSWERED,
              key("settlement", "settlement-2"),
              body("\"toBalance\": 60", "\"toBalance\": 110")),
          lines(
              AS_ANSWERED,
              key("stock-reservation", "reservation-4"),
              body("\"available\": 9", "\"available\": 7")),
          lines(
              AS_ANSWERED,
              key("reservation-settlement", "taking-1"),
              body("\"onHand\": 10", "\"onHand\": 8")),
          lines(AS_ASKED, key("hold", "hold-2"), request("2999", "2998")),
          lines(
              AS_ASKED,
              key("settlement", "settlement-1"),
              request("\"amount\": 60", "\"amount\": 100")),
          lines(
              AS_ASKED,
              key("stock-reservation", "reservation-2"),
              request("\"quantity\": 1", "\"quantity\": 2")),
          lines(
              AS_ASKED,
              key("reservation-settlement", "taking-1"),
              request("\"quantity\": 2", "\"quantity\": 3")),
          // The fourth hold precedes the fifth, which was answered before it was sent.
          lines(
              EffectOrder.IN_REAL_TIME,
              key("hold", "hold-4"),
              e -> HistoryTampering.shifted(e, 180_000, 180_000)),
          lines(
              EffectOrder.IN_REAL_TIME,
              key("stock-reservation", "reservation-3"),
              e -> HistoryTampering.shifted(e, 240_000, 240_000)),
          // 200 are available, and were before the last placement.
          lines(
              RIGHT_REFUSAL,
              key("hold", "too-much"),
              request("\"amount\": 201", "\"amount\": 200")),
          lines(RIGHT_REFUSAL, key("hold", "too-late"), request("2020", "2998")),
          lines(RIGHT_REFUSAL, key("settlement", "again"), hold(1, 4)),
          lines(RIGHT_REFUSAL, key("settlement", "late"), hold(3, 4)),
          lines(RIGHT_REFUSAL, key("settlement", "unknown"), hold(9, 1)),
          lines(
              RIGHT_REFUSAL,
              key("settlement", "excess"),
              request("\"amount\": 31", "\"amount\": 30")),
          lines(
              RIGHT_REFUSAL,
              key("stock-reservation", "too-many"),
              request("\"quantity\": 7", "\"quantity\": 6")),
          lines(RIGHT_REFUSAL, key("reservation-settlement", "again"), reservation(1, 2)),
          lines(RIGHT_REFUSAL, key("reservation-settlement", "late"), reservation(3, 2)),
          lines(
              RIGHT_REFUSAL,
              key("reservation-settlement", "excess"),
              request("\"quantity\": 2", "\"quantity\": 1")),
          lines(RIGHT_READ, readsOf("account"), body("\"held\": 4", "\"held\": 5")),
          lines(RIGHT_READ, readsOf("account"), body("\"available\": 200", "\"available\": 240")),
          lines(RIGHT_READ, readsOf("stock"), body("\"reserved\": 1", "\"reserved\": 3")),
          lines(RIGHT_READ, shown("expired"), body("\"expired\"", "\"open\"")),
          lines(RIGHT_READ, shown("open"), body("\"open\"", "\"expired\"")),
          lines(RIGHT_READ, shown("settled"), body("\"captured\": 60", "\"captured\": 61")),
          lines(RIGHT_READ, shown("settled"), body("\"settled\"", "\"open\""), FRESH_READ),
          // Ten minutes after it expired, the fifth hold is still shown.
          lines(
              RIGHT_READ,
              readsOf("account"),
              e -> HistoryTampering.shifted(e, 3_600_000, 3_600_000)));

  private HoldHistoryTamperings() {}

  private static List<Exchange> settlementUnderAnotherKey(List<Exchange> all) {
    List<Exchange> more = new ArrayList<>(all);
    all.stream()
        .filter(key("settlement", "settlement-1"))
        .findFirst()
        .ifPresent(e ->
            more.add(
                new Exchange(
                    e.operation(),
                    e.caller(),
                    Optional.of("another"),
                    e.ifMatch(),
                    e.request(),
                    e.sentAt(),
                    e.answer())));
    return more;
  }

  /// The first answer, not the replay.
  private static Exchange denied(Exchange e) {
    Exchange.Answer answer = e.answer().orElseThrow();
    String contention = "{\"type\":\"urn:interlock:contention\",\"status\":503}";
    return answer.replayed()
        ? e
        : new Exchange(
            e.operation(),
            e.caller(),
            e.key(),
            e.ifMatch(),
            e.request(),
            e.sentAt(),
            Optional.of(
                new Exchange.Answer(answer.at(), 503, false, Optional.empty(), contention)));
  }

  private static UnaryOperator<Exchange> hold(int one, int other) {
    return id("f2", one, other);
  }

  private static UnaryOperator<Exchange> reservation(int one, int other) {
    return id("f3", one, other);
  }

  private static UnaryOperator<Exchange> id(String kind, int one, int other) {
    String id = kind + "000000-0000-4000-8000-00000000000";
    return request(id + one, id + other);
  }

  /// Reads of holds in this state.
  private static Predicate<Exchange> shown(String state) {
    return each ->
        each.operation().name().equals("hold-state")
            && each.answer().orElseThrow().body().contains("\"" + state + "\"");
  }

  /// The first of dora's reads.
  private static Predicate<Exchange> readsOf(String operation) {
    return each ->
        each.operation().name().equals(operation)
            && each.caller().equals("dora")
            && each.answer().orElseThrow().body().matches(".*\"(held\": 40|reserved\": 1).*");
  }
}
