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

  public long version() {
    return body.number("version");
  }
}
