package dev.interlock.bench.usual.powertools;

import dev.interlock.bench.usual.writes.DecrementRequest;

/// POST /stock-decrements.
public final class PowertoolsStockDecrementHandler extends PowertoolsHandler {
  /// For Lambda.
  public PowertoolsStockDecrementHandler() {
    super(DecrementRequest.class);
  }
}
