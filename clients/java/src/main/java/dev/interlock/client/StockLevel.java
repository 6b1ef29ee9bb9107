package dev.interlock.client;

import java.util.UUID;

/// What a location has of an SKU.
public record StockLevel(JsonObject body) {
  public UUID location() {
    return body.uuid("location");
  }

  public String sku() {
    return body.text("sku");
  }

  public long onHand() {
    return body.number("onHand");
  }

  /// What open reservations set aside. Expired ones do not count.
  public long reserved() {
    return body.number("reserved");
  }

  /// What can be taken or reserved.
  public long available() {
    return body.number("available");
  }

  public long version() {
    return body.number("version");
  }
}
