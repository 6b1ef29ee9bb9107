package dev.interlock.bench.usual.plain;

import dev.interlock.bench.usual.writes.DecrementRequest;

/// POST /stock-decrements.
public final class StockDecrementHandler extends WriteHandler {
  /// For Lambda.
  public StockDecrementHandler() {
    super(DecrementRequest.class);
  }
}
