package dev.interlock.bench.load;

/// What a time took of the machine.
///
/// @param serverNanos of CPU, in all processes of the database server
/// @param clientNanos of CPU, in this process: function, driver, load and wire
/// @param walBytes written ahead
public record ResourceUse(long serverNanos, long clientNanos, long walBytes) {

  /// What came to it since.
  ResourceUse since(ResourceUse earlier) {
    return new ResourceUse(
        serverNanos - earlier.serverNanos,
        clientNanos - earlier.clientNanos,
        walBytes - earlier.walBytes);
  }
}
