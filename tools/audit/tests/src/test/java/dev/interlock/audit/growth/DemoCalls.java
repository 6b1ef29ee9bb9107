package dev.interlock.audit.growth;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.audit.FunctionHandlers;
import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.WriteOperation;
import dev.interlock.testkit.calls.Event;
import dev.interlock.write.StatementRunner;

/// Calls that alice may make with the demo data, for each operation that writes.
@SuppressWarnings("ImmutableEnumChecker") // operations have no state
enum DemoCalls {
  TRANSFER(Operations.TRANSFER),
  STOCK_DECREMENT(Operations.STOCK_DECREMENT),
  PERMISSION_CHANGE(Operations.PERMISSION_CHANGE),
  HOLD(Operations.HOLD),
  STOCK_RESERVATION(Operations.STOCK_RESERVATION);

  static final String ACCOUNT = "a0000000-0000-4000-8000-000000000001";
  static final String OTHER_ACCOUNT = "a0000000-0000-4000-8000-000000000002";
  static final String LOCATION = "b0000000-0000-4000-8000-000000000001";

  private static final String LATER = "2999-01-01T00:00:00Z";

  private final WriteOperation operation;

  DemoCalls(WriteOperation operation) {
    this.operation = operation;
  }

  RequestStreamHandler handler(StatementRunner statements) {
    return FunctionHandlers.of(operation, statements);
  }

  /// A request that is accepted after this many accepted ones.
  Event accepted(String key, int before) {
    return switch (this) {
      case TRANSFER -> transfer(key, 1);
      case STOCK_DECREMENT -> decrement(key, 1);
      case PERMISSION_CHANGE -> change(key, "viewer", before);
      case HOLD -> hold(key, 1);
      case STOCK_RESERVATION -> reservation(key, 1);
    };
  }

  /// A request that is refused, and whose refusal is stored.
  Event refused(String key) {
    return switch (this) {
      case TRANSFER -> transfer(key, 1_000_000);
      case STOCK_DECREMENT -> decrement(key, 1_000_000);
      case PERMISSION_CHANGE -> change(key, "viewer", 1_000_000);
      case HOLD -> hold(key, 1_000_000);
      case STOCK_RESERVATION -> reservation(key, 1_000_000);
    };
  }

  /// A request that differs from both.
  Event other(String key) {
    return switch (this) {
      case TRANSFER -> transfer(key, 2);
      case STOCK_DECREMENT -> decrement(key, 2);
      case PERMISSION_CHANGE -> change(key, "operator", 0);
      case HOLD -> hold(key, 2);
      case STOCK_RESERVATION -> reservation(key, 2);
    };
  }

  private static Event transfer(String key, long amount) {
    return Event.post(Operations.TRANSFER.path())
        .caller("alice")
        .key(key)
        .body(
            "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": %d, \"currency\": \"EUR\"}"
                .formatted(ACCOUNT, OTHER_ACCOUNT, amount));
  }

  private static Event decrement(String key, long quantity) {
    return Event.post(Operations.STOCK_DECREMENT.path())
        .caller("alice")
        .key(key)
        .body(
            "{\"location\": \"%s\", \"lines\": [{\"sku\": \"TEA-100\", \"quantity\": %d}]}"
                .formatted(LOCATION, quantity));
  }

  private static Event change(String key, String role, int version) {
    return Event.post(Operations.PERMISSION_CHANGE.path())
        .caller("alice")
        .key(key)
        .header("if-match", "\"" + version + "\"")
        .body(
            "{\"resource\": \"%s\", \"principal\": \"carol\", \"role\": \"%s\"}"
                .formatted(LOCATION, role));
  }

  private static Event hold(String key, long amount) {
    return Event.post(Operations.HOLD.path())
        .caller("alice")
        .key(key)
        .body(
            """
            {"from": "%s", "to": "%s", "amount": %d, "currency": "EUR", "expiresAt": "%s"}
            """
                .formatted(ACCOUNT, OTHER_ACCOUNT, amount, LATER));
  }

  private static Event reservation(String key, long quantity) {
    return Event.post(Operations.STOCK_RESERVATION.path())
        .caller("alice")
        .key(key)
        .body(
            """
            {"location": "%s", "lines": [{"sku": "TEA-100", "quantity": %d}], "expiresAt": "%s"}
            """
                .formatted(LOCATION, quantity, LATER));
  }
}
