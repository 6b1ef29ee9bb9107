package dev.interlock.audit.operation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The operations of the HTTP API, and of the back office. A new one takes one class and one line
/// here.
public final class Operations {

  public static final WriteOperation TRANSFER = new TransferOperation();
  public static final WriteOperation STOCK_DECREMENT = new StockDecrementOperation();
  public static final WriteOperation PERMISSION_CHANGE = new PermissionChangeOperation();
  public static final WriteOperation HOLD = new HoldOperation();
  public static final WriteOperation SETTLEMENT = new SettlementOperation();
  public static final WriteOperation STOCK_RESERVATION = new StockReservationOperation();
  public static final WriteOperation RESERVATION_SETTLEMENT = new ReservationSettlementOperation();

  public static final ReadOperation ACCOUNT =
      new ReadOperation("account", "AccountFunction", "/accounts/{id}", "version", false);
  public static final ReadOperation ENTRIES =
      new ReadOperation("entries", "AccountFunction", "/accounts/{id}/entries", "", false);
  public static final ReadOperation STOCK =
      new ReadOperation("stock", "StockFunction", "/stock/{location}/{sku}", "version", false);
  public static final ReadOperation PERMISSIONS =
      new ReadOperation(
          "permissions", "PermissionsFunction", "/resources/{id}/permissions", "aclVersion", true);

  public static final ReadOperation HOLD_STATE =
      new ReadOperation("hold-state", "HoldsFunction", "/holds/{id}", "", false);
  public static final ReadOperation RESERVATION_STATE =
      new ReadOperation(
          "reservation-state", "StockReservationsFunction", "/stock-reservations/{id}", "", false);

  public static final List<WriteOperation> WRITES =
      List.of(
          TRANSFER,
          STOCK_DECREMENT,
          PERMISSION_CHANGE,
          HOLD,
          SETTLEMENT,
          STOCK_RESERVATION,
          RESERVATION_SETTLEMENT);

  /// Every operation that writes journals.
  public static final List<JournaledOperation> JOURNALED =
      Stream.concat(WRITES.stream(), Stream.of(new OfficeOperation())).toList();

  public static final List<ReadOperation> READS =
      List.of(ACCOUNT, ENTRIES, STOCK, PERMISSIONS, HOLD_STATE, RESERVATION_STATE);

  private Operations() {}

  /// The operation with that name, if any.
  public static Optional<Operation> named(String name) {
    return all().filter(operation -> operation.name().equals(name)).findFirst();
  }

  /// Every operation, writes first.
  public static Stream<Operation> all() {
    return Stream.concat(WRITES.stream(), READS.stream());
  }
}
