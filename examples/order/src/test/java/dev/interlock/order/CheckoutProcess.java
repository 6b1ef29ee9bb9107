package dev.interlock.order;

import dev.interlock.client.InterlockClient;
import dev.interlock.client.StockDecrement;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A program that runs one order and prints its result.
final class CheckoutProcess {

  private CheckoutProcess() {}

  /// Runs it.
  ///
  /// @param arguments the URL, the tokens of shop and buyer, and the order
  public static void main(String... arguments) throws InterruptedException {
    URI api = URI.create(arguments[0]);
    InterlockClient shop = new InterlockClient(api, _ -> arguments[1]);
    InterlockClient buyer = new InterlockClient(api, _ -> arguments[2]);
    Checkout.PlacedOrder order =
        new Checkout.PlacedOrder(
            UUID.fromString(arguments[3]),
            Instant.parse(arguments[4]),
            UUID.fromString(arguments[5]),
            List.of(new StockDecrement.Line(arguments[6], Long.parseLong(arguments[7]))),
            UUID.fromString(arguments[8]),
            UUID.fromString(arguments[9]),
            Long.parseLong(arguments[10]),
            arguments[11]);
    System.out.println(new Checkout(shop, buyer).run(order));
  }

  /// The arguments of [#main].
  static List<String> arguments(ShopStack stack, Checkout.PlacedOrder order) {
    StockDecrement.Line line = order.lines().getFirst();
    return List.of(
        stack.url(),
        stack.token("bob"),
        stack.token("alice"),
        order.id().toString(),
        order.placedAt().toString(),
        order.location().toString(),
        line.sku(),
        Long.toString(line.quantity()),
        order.buyerAccount().toString(),
        order.shopAccount().toString(),
        Long.toString(order.amountMinor()),
        order.currency());
  }
}
