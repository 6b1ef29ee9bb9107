package dev.interlock.wire;

import java.time.Duration;

/// The fault of one round trip, if any. A round trip is a client's request and the server's answer,
/// up to ReadyForQuery. By then a statement in auto-commit has committed.
public sealed interface Turn {

  /// Turns without parameters.
  enum Plain implements Turn {
    /// No fault.
    PASS,
    /// The connection breaks before any of the request reaches the server.
    CUT_BEFORE,
    /// Half of the request reaches the server, and the connection breaks in the middle of a
    /// message. The server commits nothing of an incomplete request.
    CUT_IN_REQUEST,
    /// The server has answered; the connection breaks before any of it reaches the client.
    CUT_AFTER,
    /// The server has answered; the connection breaks in the middle of a message, when half of the
    /// answer has reached the client.
    CUT_IN_ANSWER,
    /// The request never reaches the server, without an error: the connection stays open and silent
    /// until the client disconnects.
    SWALLOW_BEFORE,
    /// The server has answered, but the answer never reaches the client: the connection stays open
    /// and silent until the client disconnects.
    SWALLOW_AFTER
  }

  /// The request reaches the server late, even when the client has disconnected meanwhile.
  record Delay(Duration time) implements Turn {}

  /// The server never sees the request; the client gets this error.
  record RefuseBefore(ServerError error) implements Turn {}

  /// The server has answered, and the client gets this error instead.
  record RefuseAfter(ServerError error) implements Turn {}
}
