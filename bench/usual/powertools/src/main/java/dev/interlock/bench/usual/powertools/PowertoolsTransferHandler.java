package dev.interlock.bench.usual.powertools;

import dev.interlock.bench.usual.writes.TransferRequest;

/// POST /transfers.
public final class PowertoolsTransferHandler extends PowertoolsHandler {
  /// For Lambda.
  public PowertoolsTransferHandler() {
    super(TransferRequest.class);
  }
}
