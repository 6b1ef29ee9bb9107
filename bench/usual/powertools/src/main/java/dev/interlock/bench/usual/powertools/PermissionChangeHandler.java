package dev.interlock.bench.usual.powertools;

import dev.interlock.bench.usual.writes.ChangeRequest;

/// POST /permission-changes.
public final class PermissionChangeHandler extends WriteHandler {
  /// For Lambda.
  public PermissionChangeHandler() {
    super(ChangeRequest.class);
  }
}
