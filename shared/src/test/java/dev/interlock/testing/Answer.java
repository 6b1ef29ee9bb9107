package dev.interlock.testing;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.api.Json;
import dev.interlock.api.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// What a function answered: status, headers and body as API Gateway would send them on.
public record Answer(int status, Map<String, String> headers, String bodyText) {

  private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(15);

  /// Invokes a handler with an event, as Lambda would.
  public static Answer of(RequestStreamHandler handler, String event) {
    return of(handler, event, FUNCTION_TIMEOUT);
  }

  /// Invokes a handler that has this much time.
  public static Answer of(RequestStreamHandler handler, String event, Duration remaining) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
          output,
          new TestContext(remaining));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read(output.toString(StandardCharsets.UTF_8));
  }

  private static Answer read(String response) {
    try {
      Json.Obj members = Json.object(response);
      Map<String, String> headers =
          ((Json.Obj) members.members().get("headers"))
              .members().entrySet().stream()
                  .collect(
                      Collectors.toMap(Map.Entry::getKey, e -> ((Json.Text) e.getValue()).value()));
      return new Answer((int) members.integer("statusCode"), headers, members.text("body"));
    } catch (MalformedJsonException e) {
      throw new AssertionError(response, e);
    }
  }

  /// The body as JSON.
  public Json.Obj body() {
    try {
      return Json.object(bodyText);
    } catch (MalformedJsonException e) {
      throw new AssertionError(bodyText, e);
    }
  }

  /// What stands behind `urn:interlock:` in a problem's type; `ok` for anything else.
  public String problem() {
    return status < 400 ? "ok" : body().text("type").replaceFirst("^urn:interlock:", "");
  }
}
