package dev.interlock.audit;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.permissionchange.PermissionsHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.stockdecrement.StockHandler;
import dev.interlock.transfer.AccountHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// The handler of each operation's function.
public final class FunctionHandlers {

  private static final Map<Operation, Function<StatementRunner, RequestStreamHandler>> HANDLERS =
      Map.of(
          Operations.TRANSFER, TransferHandler::new,
          Operations.STOCK_DECREMENT, StockDecrementHandler::new,
          Operations.PERMISSION_CHANGE, PermissionChangeHandler::new,
          Operations.ACCOUNT, AccountHandler::new,
          Operations.ENTRIES, AccountHandler::new,
          Operations.STOCK, StockHandler::new,
          Operations.PERMISSIONS, PermissionsHandler::new);

  private FunctionHandlers() {}

  /// A new handler that runs its statements with this runner.
  public static RequestStreamHandler of(Operation operation, StatementRunner statements) {
    return Objects.requireNonNull(HANDLERS.get(operation)).apply(statements);
  }
}
