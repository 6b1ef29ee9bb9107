package dev.interlock.audit;

import static java.util.Map.entry;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.audit.operation.Operation;
import dev.interlock.audit.operation.Operations;
import dev.interlock.hold.HoldHandler;
import dev.interlock.hold.HoldsHandler;
import dev.interlock.hold.SettlementHandler;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.permissionchange.PermissionsHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.stockdecrement.StockHandler;
import dev.interlock.stockreservation.ReservationSettlementHandler;
import dev.interlock.stockreservation.StockReservationHandler;
import dev.interlock.stockreservation.StockReservationsHandler;
import dev.interlock.transfer.AccountHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// The handler of each operation's function.
public final class FunctionHandlers {

  private static final Map<Operation, Function<StatementRunner, RequestStreamHandler>> HANDLERS =
      Map.ofEntries(
          entry(Operations.TRANSFER, TransferHandler::new),
          entry(Operations.STOCK_DECREMENT, StockDecrementHandler::new),
          entry(Operations.PERMISSION_CHANGE, PermissionChangeHandler::new),
          entry(Operations.HOLD, HoldHandler::new),
          entry(Operations.SETTLEMENT, SettlementHandler::new),
          entry(Operations.STOCK_RESERVATION, StockReservationHandler::new),
          entry(Operations.RESERVATION_SETTLEMENT, ReservationSettlementHandler::new),
          entry(Operations.ACCOUNT, AccountHandler::new),
          entry(Operations.ENTRIES, AccountHandler::new),
          entry(Operations.STOCK, StockHandler::new),
          entry(Operations.PERMISSIONS, PermissionsHandler::new),
          entry(Operations.HOLD_STATE, HoldsHandler::new),
          entry(Operations.RESERVATION_STATE, StockReservationsHandler::new));

  private FunctionHandlers() {}

  /// A new handler that runs its statements with this runner.
  public static RequestStreamHandler of(Operation operation, StatementRunner statements) {
    return Objects.requireNonNull(HANDLERS.get(operation)).apply(statements);
  }
}
