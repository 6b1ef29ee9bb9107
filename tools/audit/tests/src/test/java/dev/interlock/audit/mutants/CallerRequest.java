package dev.interlock.audit.mutants;

import dev.interlock.api.Timestamps;
import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.ReadOperation;
import dev.interlock.audit.operation.WriteOperation;
import dev.interlock.testkit.calls.Event;
import java.time.Instant;
import java.util.Optional;

/// A request of a caller, as it is sent to a function and recorded in a history.
///
/// @param key of a write; empty for a read
/// @param text the body of a write, the path of a read
record CallerRequest(
    Operation operation,
    String caller,
    Optional<String> key,
    Optional<String> ifMatch,
    String text) {

  static final String ALICE_EUR = "a0000000-0000-4000-8000-000000000001";
  static final String BOB_EUR = "a0000000-0000-4000-8000-000000000002";
  static final String CAROL_EUR = "a0000000-0000-4000-8000-000000000003";
  static final String ALICE_USD = "a0000000-0000-4000-8000-000000000004";
  static final String ALICE_CLOSED = "a0000000-0000-4000-8000-000000000005";
  static final String BOB_SHARED = "a0000000-0000-4000-8000-000000000006";
  static final String SHOP = "b0000000-0000-4000-8000-000000000001";
  static final String NOWHERE = "c0000000-0000-4000-8000-000000000009";

  static CallerRequest transfer(String caller, String key, String from, String to, long amount) {
    return write(
        Operations.TRANSFER,
        caller,
        key,
        """
        {"from": "%s", "to": "%s", "amount": %d, "currency": "EUR"}\
        """
            .formatted(from, to, amount));
  }

  /// The same transfer in another currency.
  CallerRequest in(String currency) {
    return new CallerRequest(operation, caller, key, ifMatch, text.replace("EUR", currency));
  }

  /// The same with a reference, which is not in ASCII.
  CallerRequest withReference() {
    String referenced = text.substring(0, text.length() - 1) + ", \"reference\": \"März ☂ 1\"}";
    return new CallerRequest(operation, caller, key, ifMatch, referenced);
  }

  /// Takes one SKU from the shop.
  static CallerRequest decrement(String caller, String key, String sku, long quantity) {
    return decrement(
        caller,
        key,
        """
        {"sku": "%s", "quantity": %d}\
        """
            .formatted(sku, quantity));
  }

  /// Takes several lines, written as JSON, from the shop.
  static CallerRequest decrement(String caller, String key, String lines) {
    return write(
        Operations.STOCK_DECREMENT,
        caller,
        key,
        """
        {"location": "%s", "lines": [%s]}\
        """
            .formatted(SHOP, lines));
  }

  /// A change of permissions at the shop.
  static CallerRequest change(
      String caller, String key, long version, String principal, String role) {
    return change(caller, key, version, SHOP, principal, "\"" + role + "\"");
  }

  /// A change at any resource. The role comes in quotes, and an expiry may follow it.
  static CallerRequest change(
      String caller, String key, long version, String resource, String principal, String role) {
    CallerRequest write =
        write(
            Operations.PERMISSION_CHANGE,
            caller,
            key,
            """
            {"resource": "%s", "principal": "%s", "role": %s}\
            """
                .formatted(resource, principal, role));
    return new CallerRequest(
        write.operation, caller, write.key, Optional.of("\"" + version + "\""), write.text);
  }

  static CallerRequest hold(
      String caller, String key, String from, String to, long amount, Instant expiresAt) {
    return write(
        Operations.HOLD,
        caller,
        key,
        """
        {"from": "%s", "to": "%s", "amount": %d, "currency": "EUR", "expiresAt": "%s"}\
        """
            .formatted(from, to, amount, Timestamps.rfc3339(expiresAt)));
  }

  static CallerRequest settlement(String caller, String key, String hold, long amount) {
    return write(
        Operations.SETTLEMENT,
        caller,
        key,
        """
        {"hold": "%s", "amount": %d}\
        """
            .formatted(hold, amount));
  }

  /// Reserves cups and one bag of tea at the shop.
  static CallerRequest reservation(String caller, String key, long cups, Instant expiresAt) {
    return write(
        Operations.STOCK_RESERVATION,
        caller,
        key,
        """
        {"location": "%s", "expiresAt": "%s",
        "lines": [{"sku": "TEA-100", "quantity": 1}, {"sku": "CUP-1", "quantity": %d}]}\
        """
            .formatted(SHOP, Timestamps.rfc3339(expiresAt), cups));
  }

  /// Takes one SKU of a reservation.
  static CallerRequest taking(
      String caller, String key, String reservation, String sku, long quantity) {
    return write(
        Operations.RESERVATION_SETTLEMENT,
        caller,
        key,
        """
        {"reservation": "%s", "lines": [{"sku": "%s", "quantity": %d}]}\
        """
            .formatted(reservation, sku, quantity));
  }

  static CallerRequest account(String caller, String id) {
    return read(Operations.ACCOUNT, caller, id);
  }

  /// A page of an account's entries.
  static CallerRequest entries(String caller, String id, long after, long limit) {
    CallerRequest all = read(Operations.ENTRIES, caller, id);
    String page = all.text + "?after=%d&limit=%d".formatted(after, limit);
    return new CallerRequest(all.operation, caller, all.key, all.ifMatch, page);
  }

  static CallerRequest stock(String caller, String sku) {
    return read(Operations.STOCK, caller, SHOP, sku);
  }

  static CallerRequest permissions(String caller) {
    return read(Operations.PERMISSIONS, caller, SHOP);
  }

  private static CallerRequest read(ReadOperation operation, String caller, Object... values) {
    return new CallerRequest(
        operation, caller, Optional.empty(), Optional.empty(), operation.path(values));
  }

  private static CallerRequest write(
      WriteOperation operation, String caller, String key, String body) {
    return new CallerRequest(operation, caller, Optional.of(key), Optional.empty(), body);
  }

  boolean isRead() {
    return key.isEmpty();
  }

  /// The event that API Gateway would make of it.
  Event event() {
    return switch (operation) {
      case ReadOperation read -> event(read);
      case WriteOperation write -> event(write);
    };
  }

  private Event event(ReadOperation read) {
    Event event = Event.get(read.route()).caller(caller);
    String[] names = read.route().split("/", -1);
    String[] pathAndQuery = text.split("\\?", 2);
    String[] values = pathAndQuery[0].split("/", -1);
    for (int i = 0; i < names.length; i++) {
      if (names[i].startsWith("{")) {
        event.path(names[i].substring(1, names[i].length() - 1), values[i]);
      }
    }
    if (pathAndQuery.length > 1) {
      for (String member : pathAndQuery[1].split("&", -1)) {
        String[] nameAndValue = member.split("=", 2);
        event.query(nameAndValue[0], nameAndValue[1]);
      }
    }
    return event;
  }

  private Event event(WriteOperation write) {
    Event event = Event.post(write.path()).caller(caller).body(text);
    key.ifPresent(event::key);
    ifMatch.ifPresent(version -> event.header("if-match", version));
    return event;
  }
}
