package dev.interlock.bench.contender;

import dev.interlock.write.Fingerprint;
import java.util.ArrayList;
import java.util.List;

/// What makes an order the same one when it comes again, exactly as Interlock's commands have it: a
/// key that one of the rivals has used is a replay for the others.
///
/// @param operation the namespace of the key
/// @param fingerprint 32 bytes
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record Identity(String caller, String operation, String key, byte[] fingerprint) {

  static Identity of(Order order) {
    return switch (order) {
      case Order.Transfer transfer -> of(order, "transfer", parts(transfer));
      case Order.Decrement decrement -> of(order, "stock-decrement", parts(decrement));
      case Order.Change change -> of(order, "permission-change", parts(change));
    };
  }

  private static Identity of(Order order, String operation, List<String> parts) {
    byte[] fingerprint = Fingerprint.of(parts.toArray(String[]::new));
    return new Identity(order.caller(), operation, order.key(), fingerprint);
  }

  // No reference, nowhere.
  private static List<String> parts(Order.Transfer order) {
    return List.of(
        order.from().toString(),
        order.to().toString(),
        Long.toString(order.amountMinor()),
        order.currency(),
        "");
  }

  private static List<String> parts(Order.Decrement order) {
    List<String> parts = new ArrayList<>();
    parts.add(order.location().toString());
    parts.add("");
    order
        .quantities()
        .forEach((sku, quantity) -> {
          parts.add(sku);
          parts.add(Long.toString(quantity));
        });
    return parts;
  }

  private static List<String> parts(Order.Change order) {
    return List.of(
        order.resource().toString(),
        order.principal(),
        order.role(),
        "",
        Long.toString(order.version()));
  }
}
