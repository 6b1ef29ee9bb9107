package dev.interlock.transfer;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;

/// The demo data's accounts, and transfers between them as a caller would send them.
final class Transfers {

  static final String ALICE_EUR = "a0000000-0000-4000-8000-000000000001";
  static final String BOB_EUR = "a0000000-0000-4000-8000-000000000002";
  static final String CAROL_EUR = "a0000000-0000-4000-8000-000000000003";
  static final String ALICE_USD = "a0000000-0000-4000-8000-000000000004";
  static final String ALICE_CLOSED = "a0000000-0000-4000-8000-000000000005";
  static final String SHARED_EUR = "a0000000-0000-4000-8000-000000000006";
  static final String LOCATION = "b0000000-0000-4000-8000-000000000001";
  static final String ABSENT = "a0000000-0000-4000-8000-0000000000ff";

  private Transfers() {}

  static Event event(String caller, String key, String from, String to, long amount) {
    return event(caller, key, from, to, amount, "EUR");
  }

  static Event event(
      String caller, String key, String from, String to, long amount, String currency) {
    return Event.post("/transfers").caller(caller).key(key).body(body(from, to, amount, currency));
  }

  static String body(String from, String to, long amount, String currency) {
    return """
    {"from": "%s", "to": "%s", "amount": %d, "currency": "%s"}\
    """
        .formatted(from, to, amount, currency);
  }

  static Answer send(TransferHandler handler, Event event) {
    return Answer.of(handler, event.json());
  }
}
