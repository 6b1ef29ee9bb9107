package dev.interlock.bench.usual.powertools;

import dev.interlock.bench.usual.writes.TransferRequest;

/// POST /transfers.
public final class TransferHandler extends WriteHandler {
  /// For Lambda.
  public TransferHandler() {
    super(TransferRequest.class);
  }
}
