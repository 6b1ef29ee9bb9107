package com.amazonaws.services.lambda.crac;

/// Replaces AWS's class of this name where its native library does not run.
class DNSManager {
  /// AWS's method makes the C library read its configuration again, because a snapshot may be
  /// restored on another machine. The emulator restores on the same one.
  static void clearCache() {}
}
