package dev.interlock.races.contender;

import dev.interlock.ApiHandler;
import dev.interlock.hold.SettlementHandler;
import dev.interlock.permissionchange.PermissionChangeHandler;
import dev.interlock.stockdecrement.StockDecrementHandler;
import dev.interlock.transfer.TransferHandler;
import dev.interlock.write.StatementRunner;
import java.util.List;
import java.util.Locale;

/// The operations that are measured, under the names that the contract, the template and the
/// benchmark's tables have for them.
public enum MeasuredOperation {
  TRANSFER("Transfer"),
  STOCK_DECREMENT("StockDecrement"),
  PERMISSION_CHANGE("PermissionChange"),
  SETTLEMENT("Settlement");

  private final String className;

  MeasuredOperation(String className) {
    this.className = className;
  }

  /// Those whose cost is measured. A settlement is only raced.
  public static List<MeasuredOperation> timed() {
    return List.of(TRANSFER, STOCK_DECREMENT, PERMISSION_CHANGE);
  }

  /// The name in tables, of the folder under `events/`, and of the keys' namespace, such as
  /// `stock-decrement`.
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The route, such as `/stock-decrements`.
  public String path() {
    return "/" + title() + "s";
  }

  /// The logical id of the template's function, such as `StockDecrementFunction`.
  public String functionId() {
    return className + "Function";
  }

  /// The simple name of the handler's class, such as `StockDecrementHandler`.
  public String handlerName() {
    return className + "Handler";
  }

  /// The name of a bean, such as `stockDecrement`.
  public String beanName() {
    return className.substring(0, 1).toLowerCase(Locale.ROOT) + className.substring(1);
  }

  /// Interlock's handler.
  public ApiHandler handler(StatementRunner runner) {
    return switch (this) {
      case TRANSFER -> new TransferHandler(runner);
      case STOCK_DECREMENT -> new StockDecrementHandler(runner);
      case PERMISSION_CHANGE -> new PermissionChangeHandler(runner);
      case SETTLEMENT -> new SettlementHandler(runner);
    };
  }
}
