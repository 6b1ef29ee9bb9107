package dev.interlock.bench.load;

/// Use of the machine over some time.
///
/// @param serverNanos of CPU, in all processes of the database server
/// @param clientNanos of CPU, in this process: function, driver, load and wire
/// @param walBytes written to the write-ahead log
public record ResourceUse(long serverNanos, long clientNanos, long walBytes) {

  /// The difference to an earlier reading.
  ResourceUse since(ResourceUse earlier) {
    return new ResourceUse(
        serverNanos - earlier.serverNanos,
        clientNanos - earlier.clientNanos,
        walBytes - earlier.walBytes);
  }
}
