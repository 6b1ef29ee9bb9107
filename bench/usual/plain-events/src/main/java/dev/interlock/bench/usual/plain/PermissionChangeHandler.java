package dev.interlock.bench.usual.plain;

import dev.interlock.bench.usual.writes.ChangeRequest;

/// POST /permission-changes.
public final class PermissionChangeHandler extends WriteHandler {
  /// For Lambda.
  public PermissionChangeHandler() {
    super(ChangeRequest.class);
  }
}
