package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.servers.TestDatabase;

/// A request with rows of its own, which can be brought into every fault that its function refuses:
/// in order as it stands.
public interface RefusableRequest {

  /// What any write has, to be changed before it is sent.
  Draft draft();

  /// The request as it has become.
  Event event();

  /// A request of the same caller for the same rows, in order, under another key.
  Event anew();

  /// Puts its rows in as they have become.
  void arrange(TestDatabase database, HandlerUnderTest handler);

  /// Takes what stood in its way out of it.
  void clear(TestDatabase database);

  /// Sends the request as it has become.
  default Answer send(HandlerUnderTest handler) {
    return handler.send(event());
  }
}
