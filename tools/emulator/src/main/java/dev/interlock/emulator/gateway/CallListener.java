package dev.interlock.emulator.gateway;

/// Hears of the calls of an API.
@FunctionalInterface
public interface CallListener {
  /// Does nothing.
  CallListener NONE = _ -> {};

  /// A call got its answer, which is about to be sent.
  void answered(ApiCall call);
}
