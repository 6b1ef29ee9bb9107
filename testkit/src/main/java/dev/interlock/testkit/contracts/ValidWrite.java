package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Event;
import java.util.Optional;

/// A write request that its function accepts as well-formed.
///
/// @param ifMatch for a function that requires the header
public record ValidWrite(String path, String subject, String body, Optional<String> ifMatch) {

  /// A request without `If-Match`.
  public ValidWrite(String path, String subject, String body) {
    this(path, subject, body, Optional.empty());
  }

  Event event(String key) {
    Event event = Event.post(path).caller(subject).key(key).body(body);
    ifMatch.ifPresent(version -> event.header("if-match", version));
    return event;
  }
}
