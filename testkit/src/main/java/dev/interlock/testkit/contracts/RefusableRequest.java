package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.HandlerUnderTest;
import dev.interlock.testkit.servers.TestDatabase;

/// A valid request with separate rows, which can be given every fault that its function refuses.
public interface RefusableRequest {

  /// The parts that every write has, to be changed before it is sent.
  Draft draft();

  /// The request with its faults.
  Event event();

  /// Inserts its rows with their faults.
  void arrange(TestDatabase database, HandlerUnderTest handler);

  /// Sends the request with its faults.
  default Answer send(HandlerUnderTest handler) {
    return handler.send(event());
  }
}
