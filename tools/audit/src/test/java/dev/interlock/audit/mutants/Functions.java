package dev.interlock.audit.mutants;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.permissionchange.PermissionsHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.stockdecrement.StockHandler;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.transfer.AccountHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;

/// The product: the function that each request is for, in an environment of its own.
record Functions(StatementRunner writes) implements Service {

  @Override
  public Answer answer(Request request) {
    return Answer.of(handler(request.operation()), request.event().json());
  }

  private RequestStreamHandler handler(String operation) {
    return switch (operation) {
      case "transfer" -> new TransferHandler(writes);
      case "stock-decrement" -> new StockDecrementHandler(writes);
      case "permission-change" -> new PermissionChangeHandler(writes);
      case "account" -> new AccountHandler(writes);
      case "stock" -> new StockHandler(writes);
      case "permissions" -> new PermissionsHandler(writes);
      default -> throw new IllegalArgumentException(operation);
    };
  }
}
