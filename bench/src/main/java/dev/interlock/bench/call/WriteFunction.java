package dev.interlock.bench.call;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.ConditionalWrites;
import java.util.function.Function;

/// The functions that write.
enum WriteFunction {
  TRANSFER("transfer", TransferHandler::new),
  STOCK_DECREMENT("stock-decrement", StockDecrementHandler::new),
  PERMISSION_CHANGE("permission-change", PermissionChangeHandler::new);

  private final String title;
  private final Function<ConditionalWrites, RequestStreamHandler> handlers;

  WriteFunction(String title, Function<ConditionalWrites, RequestStreamHandler> handlers) {
    this.title = title;
    this.handlers = handlers;
  }

  /// As tables and folders of events show it.
  String title() {
    return title;
  }

  RequestStreamHandler handler(ConditionalWrites writes) {
    return handlers.apply(writes);
  }
}
