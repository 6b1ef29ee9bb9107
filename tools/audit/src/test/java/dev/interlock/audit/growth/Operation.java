package dev.interlock.audit.growth;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.testkit.calls.Event;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;

/// What alice may do with the demo data, by each of the functions that write.
enum Operation {
  TRANSFER,
  STOCK_DECREMENT,
  PERMISSION_CHANGE;

  static final String ACCOUNT = "a0000000-0000-4000-8000-000000000001";
  static final String OTHER_ACCOUNT = "a0000000-0000-4000-8000-000000000002";
  static final String LOCATION = "b0000000-0000-4000-8000-000000000001";

  RequestStreamHandler handler(StatementRunner writes) {
    return switch (this) {
      case TRANSFER -> new TransferHandler(writes);
      case STOCK_DECREMENT -> new StockDecrementHandler(writes);
      case PERMISSION_CHANGE -> new PermissionChangeHandler(writes);
    };
  }

  /// A request that is accepted, if so many were before it.
  Event accepted(String key, int before) {
    return switch (this) {
      case TRANSFER -> transfer(key, 1);
      case STOCK_DECREMENT -> decrement(key, 1);
      case PERMISSION_CHANGE -> change(key, "viewer", before);
    };
  }

  /// A request that is refused, and the refusal kept.
  Event refused(String key) {
    return switch (this) {
      case TRANSFER -> transfer(key, 1_000_000);
      case STOCK_DECREMENT -> decrement(key, 1_000_000);
      case PERMISSION_CHANGE -> change(key, "viewer", 1_000_000);
    };
  }

  /// A request that neither of the others is.
  Event other(String key) {
    return switch (this) {
      case TRANSFER -> transfer(key, 2);
      case STOCK_DECREMENT -> decrement(key, 2);
      case PERMISSION_CHANGE -> change(key, "operator", 0);
    };
  }

  private static Event transfer(String key, long amount) {
    return Event.post("/transfers")
        .caller("alice")
        .key(key)
        .body(
            "{\"from\": \"%s\", \"to\": \"%s\", \"amount\": %d, \"currency\": \"EUR\"}"
                .formatted(ACCOUNT, OTHER_ACCOUNT, amount));
  }

  private static Event decrement(String key, long quantity) {
    return Event.post("/stock-decrements")
        .caller("alice")
        .key(key)
        .body(
            "{\"location\": \"%s\", \"lines\": [{\"sku\": \"TEA-100\", \"quantity\": %d}]}"
                .formatted(LOCATION, quantity));
  }

  private static Event change(String key, String role, int version) {
    return Event.post("/permission-changes")
        .caller("alice")
        .key(key)
        .header("if-match", "\"" + version + "\"")
        .body(
            "{\"resource\": \"%s\", \"principal\": \"carol\", \"role\": \"%s\"}"
                .formatted(LOCATION, role));
  }
}
