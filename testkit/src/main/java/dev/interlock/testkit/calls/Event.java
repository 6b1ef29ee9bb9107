package dev.interlock.testkit.calls;

import dev.interlock.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds API Gateway events (payload format 2.0) for tests.
public final class Event {

  private final String routeKey;
  private final Map<String, Object> members = new LinkedHashMap<>();
  private final Map<String, Object> headers = new LinkedHashMap<>();
  private final Map<String, Object> claims = new LinkedHashMap<>();
  private final Map<String, Object> pathParameters = new LinkedHashMap<>();
  private final Map<String, Object> query = new LinkedHashMap<>();

  private Event(String routeKey) {
    this.routeKey = routeKey;
  }

  /// A valid POST, except that it has no caller, key or body.
  public static Event post(String path) {
    return new Event("POST " + path).header("content-type", "application/json");
  }

  /// A GET of a route such as `/accounts/{id}`.
  public static Event get(String route) {
    return new Event("GET " + route);
  }

  /// The path of its route.
  public String path() {
    return routeKey.substring(routeKey.indexOf(' ') + 1);
  }

  /// The verified caller.
  public String caller() {
    return String.valueOf(claims.get("sub"));
  }

  /// The text of its body.
  public String body() {
    return String.valueOf(members.get("body"));
  }

  /// A header, by the name under which it was set.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(String::valueOf);
  }

  public Event caller(String subject) {
    claims.put("sub", subject);
    return this;
  }

  public Event key(String key) {
    return header("idempotency-key", key);
  }

  public Event header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Event without(String header) {
    headers.remove(header);
    return this;
  }

  public Event path(String name, String value) {
    pathParameters.put(name, value);
    return this;
  }

  public Event query(String name, String value) {
    query.put(name, value);
    return this;
  }

  public Event body(String body) {
    members.put("body", body);
    return this;
  }

  public Event base64(String body) {
    members.put("isBase64Encoded", true);
    return body(body);
  }

  /// The event's text.
  public String json() {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "2.0");
    event.put("routeKey", routeKey);
    event.put("rawPath", path());
    event.put("rawQueryString", "");
    event.put("headers", headers);
    event.put("queryStringParameters", query);
    event.put("pathParameters", pathParameters);
    event.put(
        "requestContext",
        Map.of(
            "accountId",
            "123456789012",
            "authorizer",
            Map.of("jwt", Map.of("claims", claims, "scopes", List.of())),
            "routeKey",
            routeKey,
            "stage",
            "$default"));
    event.put("isBase64Encoded", false);
    event.putAll(members);
    return JsonText.of(event);
  }
}
