package dev.interlock.api;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// A request from a verified caller, read from an event of API Gateway's HTTP API (payload format
/// 2.0). An event without a verified caller is refused, so every request has one.
public final class ApiRequest {

  /// The largest body, after decoding.
  public static final int BODY_BYTES_MAX = 65_536;

  private static final Pattern JSON_IN_UTF_8 =
      Pattern.compile(
          "application/json(?:[ \\t]*;[ \\t]*charset=(?:utf-8|\"utf-8\"))?",
          Pattern.CASE_INSENSITIVE);

  private final String routeKey;
  private final Caller caller;
  private final Parameters parameters;
  private final Body body;

  /// The named values of the event. Repeated ones are joined by commas.
  ///
  /// @param headers by their names in lower case
  record Parameters(
      Map<String, String> headers, Map<String, String> path, Map<String, String> query) {}

  ApiRequest(String routeKey, Caller caller, Parameters parameters, Body body) {
    this.routeKey = routeKey;
    this.caller = caller;
    this.parameters = parameters;
    this.body = body;
  }

  /// Reads an event.
  ///
  /// @throws RefusedException with a 401 when the event names no verified caller
  public static ApiRequest read(InputStream event) {
    return EventReader.read(event);
  }

  /// The route that matched, such as `GET /accounts/{id}`.
  public String routeKey() {
    return routeKey;
  }

  /// The verified caller.
  public Caller caller() {
    return caller;
  }

  /// A header, by its name in lower case.
  public Optional<String> header(String name) {
    return Optional.ofNullable(parameters.headers().get(name));
  }

  /// A path parameter, by its name in the route.
  public Optional<String> pathParameter(String name) {
    return Optional.ofNullable(parameters.path().get(name));
  }

  /// A UUID in the path.
  ///
  /// @throws RefusedException with a 404 when it is malformed: nothing has such an id
  public UUID pathUuid(String name) {
    return pathParameter(name)
        .flatMap(Members::uuidOf)
        .orElseThrow(() -> new RefusedException(Problem.notFound()));
  }

  /// The members of the query, to be checked.
  public QueryMembers query(Violations violations) {
    return new QueryMembers(parameters.query(), violations);
  }

  /// The request as a write, checked in the contract's order: media type, size, key, body.
  public WriteRequest write() {
    boolean json =
        header("content-type").filter(type -> JSON_IN_UTF_8.matcher(type).matches()).isPresent();
    if (!json) {
      throw new RefusedException(Problem.unsupportedMediaType());
    }
    if (body.sizeBytes() > BODY_BYTES_MAX) {
      throw new RefusedException(Problem.bodyTooLarge());
    }
    IdempotencyKey key = IdempotencyKey.of(header(IdempotencyKey.HEADER));
    return new WriteRequest(caller, key, body.object(), header("if-match"));
  }
}
