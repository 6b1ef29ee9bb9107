package dev.interlock.audit.mutants;

import dev.interlock.testkit.calls.Event;
import java.util.Optional;

/// A request of a caller: what a function is sent, and what a history tells of it.
///
/// @param operation as a history names it
/// @param key of a write; empty for a read
/// @param text the body of a write, the path of a read
record Request(
    String operation, String caller, Optional<String> key, Optional<String> ifMatch, String text) {

  static final String ALICE_EUR = "a0000000-0000-4000-8000-000000000001";
  static final String BOB_EUR = "a0000000-0000-4000-8000-000000000002";
  static final String CAROL_EUR = "a0000000-0000-4000-8000-000000000003";
  static final String ALICE_USD = "a0000000-0000-4000-8000-000000000004";
  static final String BOB_SHARED = "a0000000-0000-4000-8000-000000000006";
  static final String SHOP = "b0000000-0000-4000-8000-000000000001";
  static final String NOWHERE = "c0000000-0000-4000-8000-000000000009";

  static Request transfer(String caller, String key, String from, String to, long amount) {
    return write(
        "transfer",
        caller,
        key,
        """
        {"from": "%s", "to": "%s", "amount": %d, "currency": "EUR"}\
        """
            .formatted(from, to, amount));
  }

  /// Takes one SKU from the shop.
  static Request decrement(String caller, String key, String sku, long quantity) {
    return decrement(
        caller,
        key,
        """
        {"sku": "%s", "quantity": %d}\
        """
            .formatted(sku, quantity));
  }

  /// Takes several lines, written as JSON, from the shop.
  static Request decrement(String caller, String key, String lines) {
    return write(
        "stock-decrement",
        caller,
        key,
        """
        {"location": "%s", "lines": [%s]}\
        """
            .formatted(SHOP, lines));
  }

  /// A change of permissions at the shop.
  static Request change(String caller, String key, long version, String principal, String role) {
    return change(caller, key, version, SHOP, principal, "\"" + role + "\"");
  }

  /// The same, elsewhere; behind the role, which is in quotes, may stand an expiry.
  static Request change(
      String caller, String key, long version, String resource, String principal, String role) {
    Request write =
        write(
            "permission-change",
            caller,
            key,
            """
            {"resource": "%s", "principal": "%s", "role": %s}\
            """
                .formatted(resource, principal, role));
    return new Request(
        write.operation, caller, write.key, Optional.of("\"" + version + "\""), write.text);
  }

  static Request account(String caller, String id) {
    return new Request("account", caller, Optional.empty(), Optional.empty(), "/accounts/" + id);
  }

  static Request stock(String caller, String sku) {
    return new Request(
        "stock", caller, Optional.empty(), Optional.empty(), "/stock/" + SHOP + "/" + sku);
  }

  static Request permissions(String caller) {
    return new Request(
        "permissions",
        caller,
        Optional.empty(),
        Optional.empty(),
        "/resources/" + SHOP + "/permissions");
  }

  private static Request write(String operation, String caller, String key, String body) {
    return new Request(operation, caller, Optional.of(key), Optional.empty(), body);
  }

  boolean isRead() {
    return key.isEmpty();
  }

  /// The event that API Gateway would make of it.
  Event event() {
    String[] path = text.split("/", -1);
    return switch (operation) {
      case "account" -> Event.get("/accounts/{id}").caller(caller).path("id", path[2]);
      case "stock" ->
          Event.get("/stock/{location}/{sku}")
              .caller(caller)
              .path("location", path[2])
              .path("sku", path[3]);
      case "permissions" ->
          Event.get("/resources/{id}/permissions").caller(caller).path("id", path[2]);
      default -> {
        Event event = Event.post("/" + operation + "s").caller(caller).body(text);
        key.ifPresent(event::key);
        ifMatch.ifPresent(version -> event.header("if-match", version));
        yield event;
      }
    };
  }
}
