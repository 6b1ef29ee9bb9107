package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.TestDatabase;

/// A refusable request whose faults can be removed again, to see that its first answer stays.
public interface ReplayableRequest extends RefusableRequest {

  /// A valid request of the same caller for the same rows, under another key.
  Event underAnotherKey();

  /// Removes the faults from its rows.
  void clear(TestDatabase database);
}
