package dev.interlock.bench.usual.plain;

import dev.interlock.bench.usual.writes.TransferRequest;

/// POST /transfers.
public final class PlainTransferHandler extends PlainHandler {
  /// For Lambda.
  public PlainTransferHandler() {
    super(TransferRequest.class);
  }
}
