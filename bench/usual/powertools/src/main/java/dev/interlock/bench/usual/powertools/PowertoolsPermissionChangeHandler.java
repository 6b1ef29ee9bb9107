package dev.interlock.bench.usual.powertools;

import dev.interlock.bench.usual.writes.ChangeRequest;

/// POST /permission-changes.
public final class PowertoolsPermissionChangeHandler extends PowertoolsHandler {
  /// For Lambda.
  public PowertoolsPermissionChangeHandler() {
    super(ChangeRequest.class);
  }
}
