package dev.interlock.client;

/// The answer to an accepted command.
public interface Receipt {
  /// All members. A newer API may answer more of them than a receipt has methods.
  JsonObject body();
}
