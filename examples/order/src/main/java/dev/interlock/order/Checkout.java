package dev.interlock.order;

import dev.interlock.client.CommandOutcome;
import dev.interlock.client.CommandRequest;
import dev.interlock.client.Hold;
import dev.interlock.client.HoldReceipt;
import dev.interlock.client.InterlockClient;
import dev.interlock.client.KeyedCommand;
import dev.interlock.client.Receipt;
import dev.interlock.client.ReservationReceipt;
import dev.interlock.client.ReservationSettlement;
import dev.interlock.client.Settlement;
import dev.interlock.client.StockDecrement;
import dev.interlock.client.StockReservation;
import dev.interlock.client.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sells an order: reserves the goods, holds the money, takes the money, takes the goods.
///
/// It stores nothing. The key of every step is the order's id, so the same order can be run again
/// after a crash at any step: the steps that were done answer as they did before. Goods are never
/// taken unless they are paid for. If they cannot be taken any more, the money goes back.
public final class Checkout {

  /// How long the money is held.
  public static final Duration HOLD = Duration.ofMinutes(10);

  /// How long the goods are reserved: longer than the money is held, so that at least the
  /// difference is left to take them after the payment.
  public static final Duration RESERVATION = Duration.ofMinutes(20);

  /// An order. It must be the same in every run, down to the time at which it was placed: a key
  /// belongs to one request only.
  public record PlacedOrder(
      UUID id,
      Instant placedAt,
      UUID location,
      List<StockDecrement.Line> lines,
      UUID buyerAccount,
      UUID shopAccount,
      long amountMinor,
      String currency) {

    public PlacedOrder {
      lines = List.copyOf(lines);
    }
  }

  /// How an order ends. It ends the same way in every later run.
  public enum Result {
    /// Paid, and the goods are taken.
    SOLD,
    /// Neither paid nor taken. What was reserved or held expires by itself.
    DECLINED,
    /// Paid, but run again too late: the reservation had expired, and the money went back.
    REFUNDED,
    /// The same, but the shop's account lacks the money, or is closed. This needs a person.
    REFUND_REFUSED
  }

  private final InterlockClient shop;
  private final InterlockClient buyer;

  /// @param shop an operator of the location and of the shop's account
  /// @param buyer an operator of the buyer's account
  public Checkout(InterlockClient shop, InterlockClient buyer) {
    this.shop = shop;
    this.buyer = buyer;
  }

  /// Carries an order out, or goes on with it.
  ///
  /// @throws UnfinishedException if a step's outcome is still open, or its request was rejected:
  ///   run the same order again
  public Result run(PlacedOrder order) throws InterruptedException {
    Optional<ReservationReceipt> goods = send(shop, order, reservation(order));
    if (goods.isEmpty()) {
      return Result.DECLINED;
    }
    Optional<HoldReceipt> money = send(buyer, order, hold(order));
    if (money.isEmpty()) {
      return Result.DECLINED;
    }
    Settlement payment = new Settlement(money.get().id(), order.amountMinor());
    if (send(shop, order, payment).isEmpty()) {
      return Result.DECLINED;
    }
    ReservationSettlement delivery =
        new ReservationSettlement(goods.get().id(), order.lines(), Optional.empty());
    if (send(shop, order, delivery).isPresent()) {
      return Result.SOLD;
    }
    Transfer refund =
        new Transfer(
            order.shopAccount(), order.buyerAccount(), order.amountMinor(), order.currency());
    return send(shop, order, refund).isPresent() ? Result.REFUNDED : Result.REFUND_REFUSED;
  }

  private static StockReservation reservation(PlacedOrder order) {
    Instant expiry = order.placedAt().plus(RESERVATION);
    return new StockReservation(order.location(), order.lines(), expiry, Optional.empty());
  }

  private static Hold hold(PlacedOrder order) {
    return new Hold(
        order.buyerAccount(),
        order.shopAccount(),
        order.amountMinor(),
        order.currency(),
        order.placedAt().plus(HOLD));
  }

  /// Sends a step until its outcome is known; empty if it is refused for good.
  private static <T extends Receipt> Optional<T> send(
      InterlockClient caller, PlacedOrder order, CommandRequest<T> step)
      throws InterruptedException {
    // A key belongs to a caller and an operation, so one will do for all steps.
    CommandOutcome<T> outcome = caller.send(KeyedCommand.of(step, order.id().toString()));
    return switch (outcome) {
      case CommandOutcome.Accepted<T> accepted -> Optional.of(accepted.receipt());
      case CommandOutcome.Refused<T> _ -> Optional.empty();
      case CommandOutcome.Rejected<T> _,
          CommandOutcome.NotWritten<T> _,
          CommandOutcome.Unknown<T> _ ->
          throw new UnfinishedException(step.path() + ": " + outcome);
    };
  }
}
