package dev.interlock.bench.usual.plain;

import dev.interlock.bench.usual.writes.DecrementRequest;

/// POST /stock-decrements.
public final class PlainStockDecrementHandler extends PlainHandler {
  /// For Lambda.
  public PlainStockDecrementHandler() {
    super(DecrementRequest.class);
  }
}
