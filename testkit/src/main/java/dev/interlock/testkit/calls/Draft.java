package dev.interlock.testkit.calls;

import java.util.Optional;

/// A write request that can still be changed, before it becomes an event.
public final class Draft {

  private final String path;
  private Optional<String> subject;
  private Optional<String> contentType = Optional.of("application/json");
  private Optional<String> key;
  private String body;

  /// A valid request.
  public Draft(String path, String subject, String key, String body) {
    this.path = path;
    this.subject = Optional.of(subject);
    this.key = Optional.of(key);
    this.body = body;
  }

  public void subject(Optional<String> value) {
    subject = value;
  }

  public void contentType(Optional<String> value) {
    contentType = value;
  }

  public void key(Optional<String> value) {
    key = value;
  }

  public void body(String value) {
    body = value;
  }

  public String body() {
    return body;
  }

  public Event event() {
    Event event = Event.post(path).without("content-type").body(body);
    subject.ifPresent(event::caller);
    contentType.ifPresent(type -> event.header("content-type", type));
    key.ifPresent(event::key);
    return event;
  }
}
