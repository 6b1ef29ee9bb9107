package dev.interlock.office;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.WriteRequest;
import dev.interlock.json.Json;
import dev.interlock.office.AccountStatusCommand.Action;
import dev.interlock.office.PaymentCommand.Direction;
import dev.interlock.write.Attempts;
import dev.interlock.write.Command;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.Decision;
import dev.interlock.write.StatementRunner;
import java.util.HexFormat;
import java.util.Optional;

/// The commands of the back office. Each method checks the members of a request by the rules of the
/// API, and throws [dev.interlock.api.RefusedException] with every violation at once.
public final class Office {

  private static final AccountOpeningStatement ACCOUNT_OPENING = new AccountOpeningStatement();
  private static final LocationOpeningStatement LOCATION_OPENING = new LocationOpeningStatement();
  private static final ResourceOpeningStatement RESOURCE_OPENING = new ResourceOpeningStatement();
  private static final StockOpeningStatement STOCK_OPENING = new StockOpeningStatement();
  private static final AccountStatusStatement ACCOUNT_STATUS = new AccountStatusStatement();
  private static final PaymentStatement PAYMENT = new PaymentStatement();
  private static final StockReceiptStatement STOCK_RECEIPT = new StockReceiptStatement();
  private static final StockCountStatement STOCK_COUNT = new StockCountStatement();
  private static final StockMoveStatement STOCK_MOVE = new StockMoveStatement();

  private Office() {}

  /// A request of a person in the back office. The caller of `kim` is `office:kim`.
  public static WriteRequest request(String name, String key, Json.Obj members) {
    return new WriteRequest(
        new Caller("office:" + name),
        IdempotencyKey.of(Optional.of(key)),
        members,
        Optional.empty());
  }

  public static OfficeAction openAccount(WriteRequest request) {
    return new Decidable<>(ACCOUNT_OPENING, AccountOpeningCommand.of(request));
  }

  public static OfficeAction closeAccount(WriteRequest request) {
    return new Decidable<>(ACCOUNT_STATUS, AccountStatusCommand.of(Action.CLOSE, request));
  }

  public static OfficeAction reopenAccount(WriteRequest request) {
    return new Decidable<>(ACCOUNT_STATUS, AccountStatusCommand.of(Action.REOPEN, request));
  }

  public static OfficeAction payIn(WriteRequest request) {
    return new Decidable<>(PAYMENT, PaymentCommand.of(Direction.IN, request));
  }

  public static OfficeAction payOut(WriteRequest request) {
    return new Decidable<>(PAYMENT, PaymentCommand.of(Direction.OUT, request));
  }

  public static OfficeAction openLocation(WriteRequest request) {
    return new Decidable<>(LOCATION_OPENING, LocationOpeningCommand.of(request));
  }

  public static OfficeAction openResource(WriteRequest request) {
    return new Decidable<>(RESOURCE_OPENING, ResourceOpeningCommand.of(request));
  }

  public static OfficeAction openStock(WriteRequest request) {
    return new Decidable<>(STOCK_OPENING, StockOpeningCommand.of(request));
  }

  public static OfficeAction receiveStock(WriteRequest request) {
    return new Decidable<>(STOCK_RECEIPT, StockReceiptCommand.of(request));
  }

  public static OfficeAction countStock(WriteRequest request) {
    return new Decidable<>(STOCK_COUNT, StockCountCommand.of(request));
  }

  public static OfficeAction moveStock(WriteRequest request) {
    return new Decidable<>(STOCK_MOVE, StockMoveCommand.of(request));
  }

  private record Decidable<C extends Command>(OfficeStatement<C> statement, C command)
      implements OfficeAction {

    @Override
    public Decision<OfficeVerdict> decide(StatementRunner statements, Attempts attempts) {
      return statements.decide(statement, command, attempts);
    }

    @Override
    public String sql() {
      return LiteralSql.of(statement, command);
    }

    @Override
    public String script() {
      CommandIdentity identity = command.identity();
      // The server may be set to read backslashes as escapes, and psql to another encoding.
      return """
      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;
      BEGIN ISOLATION LEVEL SERIALIZABLE;
      %s;
      -- If the key was taken already, there is no row above. This row is what is kept under it. If
      -- the fingerprint differs, the key belongs to another command.
      SELECT verdict, detail, created_at, fingerprint = '\\x%s'::bytea AS same_command
        FROM idempotency_history
       WHERE caller = '%s' AND operation = '%s' AND idempotency_key = '%s';
      COMMIT;
      """
          .formatted(
              sql().strip(),
              HexFormat.of().formatHex(identity.fingerprint()),
              identity.caller().replace("'", "''"),
              identity.operation(),
              identity.key());
    }
  }
}
