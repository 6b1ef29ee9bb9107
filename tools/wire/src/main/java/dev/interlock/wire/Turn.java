package dev.interlock.wire;

import java.time.Duration;

/// What becomes of one round trip: what a client sends until it waits, and the server's answer
/// until it is ready for more.
///
/// When a server is ready for more, a statement in auto-commit has committed.
public sealed interface Turn {

  /// Those that need no saying how.
  enum Plain implements Turn {
    /// Nothing happens to it.
    PASS,
    /// The connection breaks before any of the request reaches the server.
    CUT_BEFORE,
    /// Half of the request reaches the server, up to within a message, and the connection breaks.
    /// What the server has not been told to the end it does not commit.
    CUT_IN_REQUEST,
    /// The server has answered; the connection breaks before any of it reaches the client.
    CUT_AFTER,
    /// The server has answered; the connection breaks when half of it, up to within a message, has
    /// reached the client.
    CUT_IN_ANSWER,
    /// The request never reaches the server, and nobody says so: the connection stays open and
    /// silent until the client goes.
    SWALLOW_BEFORE,
    /// The server has answered, and the answer never comes: the connection stays open and silent
    /// until the client goes.
    SWALLOW_AFTER
  }

  /// The request waits on its way, and reaches the server even when the client has gone meanwhile.
  record Delay(Duration time) implements Turn {}

  /// The server never sees the request; the client gets this error.
  record RefuseBefore(ServerError error) implements Turn {}

  /// The server has answered, and the client gets this error instead.
  record RefuseAfter(ServerError error) implements Turn {}
}
