package dev.interlock.bench.usual.plain;

import dev.interlock.bench.usual.writes.TransferRequest;

/// POST /transfers.
public final class TransferHandler extends WriteHandler {
  /// For Lambda.
  public TransferHandler() {
    super(TransferRequest.class);
  }
}
