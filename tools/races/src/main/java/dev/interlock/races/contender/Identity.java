package dev.interlock.races.contender;

import dev.interlock.write.Fingerprint;
import java.util.ArrayList;
import java.util.List;

/// The identity of an order, by which a retry is recognised. It equals that of Interlock's command,
/// so an order that one contender has carried out is a replay for the others.
///
/// @param operation the namespace of the key
/// @param fingerprint 32 bytes
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record Identity(String caller, String operation, String key, byte[] fingerprint) {

  static Identity of(Order order) {
    List<String> parts =
        switch (order) {
          case Order.Transfer transfer -> parts(transfer);
          case Order.Decrement decrement -> parts(decrement);
          case Order.Change change -> parts(change);
          case Order.Settlement settlement -> parts(settlement);
        };
    byte[] fingerprint = Fingerprint.of(parts.toArray(String[]::new));
    return new Identity(order.caller(), order.operation().title(), order.key(), fingerprint);
  }

  // The empty part is the reference, which orders do not have.
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

  private static List<String> parts(Order.Settlement order) {
    return List.of(order.hold().id().toString(), Long.toString(order.amountMinor()), "");
  }
}
