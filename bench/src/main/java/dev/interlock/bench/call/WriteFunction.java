package dev.interlock.bench.call;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;

/// The functions that write.
enum WriteFunction {
  TRANSFER("transfer"),
  STOCK_DECREMENT("stock-decrement"),
  PERMISSION_CHANGE("permission-change");

  private final String title;

  WriteFunction(String title) {
    this.title = title;
  }

  /// As tables and folders of events show it.
  String title() {
    return title;
  }

  RequestStreamHandler handler(StatementRunner writes) {
    return switch (this) {
      case TRANSFER -> new TransferHandler(writes);
      case STOCK_DECREMENT -> new StockDecrementHandler(writes);
      case PERMISSION_CHANGE -> new PermissionChangeHandler(writes);
    };
  }
}
