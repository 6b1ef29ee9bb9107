package dev.interlock.wire;

/// Chooses the fault, if any, of each turn.
///
/// One script serves all connections of a proxy, so it must be thread-safe.
public interface Script {

  /// Lets everything pass.
  Script UNBROKEN =
      new Script() {
        @Override
        public Turn connecting() {
          return Turn.Plain.PASS;
        }

        @Override
        public Turn next(Request request) {
          return Turn.Plain.PASS;
        }
      };

  /// The fault of a client's startup, which lasts until the server is ready for its first
  /// statement. Called once per connection, before the server receives anything.
  ///
  /// A fault of the answer does not affect the messages of authentication, only what follows them.
  /// A refused client is disconnected, whatever the severity of the error.
  Turn connecting();

  /// The fault of a request. Called before the server receives any of it.
  Turn next(Request request);

  /// Called when a fault has happened, before the client can notice. Not called when a turn passes.
  ///
  /// @param request the request that was hit; at startup, the startup message
  default void done(Turn turn, Request request) {}
}
