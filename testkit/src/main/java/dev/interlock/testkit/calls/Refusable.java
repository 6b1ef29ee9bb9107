package dev.interlock.testkit.calls;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// A way to have an accepted request refused: a change of the request, or of the rows that it
/// finds.
///
/// @param word the verdict that is stored under the key
/// @param sql what the owner of the tables runs before the request is sent
public record Refusable(String word, UnaryOperator<Event> request, Optional<String> sql) {

  /// Refused because of what it asks for, or who asks.
  public static Refusable byRequest(String word, UnaryOperator<Event> request) {
    return new Refusable(word, request, Optional.empty());
  }

  /// Refused because of rows, as they are after this SQL.
  public static Refusable byRows(String word, String sql) {
    return new Refusable(word, UnaryOperator.identity(), Optional.of(sql));
  }

  @Override
  public String toString() {
    return word;
  }
}
