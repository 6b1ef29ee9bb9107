package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import dev.interlock.testkit.calls.HandlerUnderTest;

/// One row of a contract's table: a request and the answer it must get.
public record Row(String name, Event event, Expected expected) {

  /// A row.
  ///
  /// @param name what is special about the request
  public static Row of(String name, Event event, Expected expected) {
    return new Row(name, event, expected);
  }

  /// Sends the request and checks the answer; one decided before the database must not reach it.
  public void check(HandlerUnderTest handler) {
    int before = handler.connectionsOpened();
    expected.check(handler.send(event));
    if (expected.beforeTheDatabase() && handler.connectionsOpened() != before) {
      throw new AssertionError("opened a connection for an answer that needs no database");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
