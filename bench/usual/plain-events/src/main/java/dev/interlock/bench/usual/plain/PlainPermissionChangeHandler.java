package dev.interlock.bench.usual.plain;

import dev.interlock.bench.usual.writes.ChangeRequest;

/// POST /permission-changes.
public final class PlainPermissionChangeHandler extends PlainHandler {
  /// For Lambda.
  public PlainPermissionChangeHandler() {
    super(ChangeRequest.class);
  }
}
