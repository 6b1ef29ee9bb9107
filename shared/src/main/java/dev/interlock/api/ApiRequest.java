package dev.interlock.api;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// A request with a verified caller, as API Gateway's HTTP API hands it over (payload format 2.0).
///
/// Reading one refuses an event without a verified caller, so whoever holds a request has a caller.
public final class ApiRequest {

  /// The largest body, after decoding.
  public static final int BODY_BYTES_MAX = 65_536;

  private static final Pattern JSON_IN_UTF_8 =
      Pattern.compile(
          "application/json(?:[ \\t]*;[ \\t]*charset=(?:utf-8|\"utf-8\"))?",
          Pattern.CASE_INSENSITIVE);

  private final String routeKey;
  private final Caller caller;
  private final Map<String, String> headers;
  private final Map<String, String> pathParameters;
  private final Map<String, String> queryParameters;
  private final Body body;

  ApiRequest(
      String routeKey,
      Caller caller,
      Map<String, String> headers,
      Map<String, String> pathParameters,
      Map<String, String> queryParameters,
      Body body) {
    this.routeKey = routeKey;
    this.caller = caller;
    this.headers = headers;
    this.pathParameters = pathParameters;
    this.queryParameters = queryParameters;
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

  /// Who calls.
  public Caller caller() {
    return caller;
  }

  /// A header by its name in lower case; one that came several times is joined by commas.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// A part of the path by the name that the route gives it.
  public Optional<String> pathParameter(String name) {
    return Optional.ofNullable(pathParameters.get(name));
  }

  /// The UUID in the path.
  ///
  /// @throws RefusedException with a 404 when it is not a UUID, because then it names nothing
  public UUID pathUuid(String name) {
    return pathParameter(name)
        .flatMap(Members::uuidOf)
        .orElseThrow(() -> new RefusedException(Problem.notFound()));
  }

  /// A member of the query; one that came several times is joined by commas.
  public Optional<String> queryParameter(String name) {
    return Optional.ofNullable(queryParameters.get(name));
  }

  /// An integer query parameter within bounds, or `otherwise` when it is absent.
  public long queryInteger(String name, long otherwise, long min, long max, Violations violations) {
    Optional<String> text = queryParameter(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    Optional<Long> value = Members.integerOf(text.get(), min, max);
    if (value.isEmpty()) {
      violations.add("/" + name, "must be an integer from " + min + " to " + max);
    }
    return value.orElse(otherwise);
  }

  /// A query parameter that matches a whole pattern, or `otherwise` when it is absent.
  ///
  /// @param rule completes "must be"
  public String queryMatching(
      String name, String otherwise, Pattern pattern, String rule, Violations violations) {
    Optional<String> text = queryParameter(name);
    if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
      violations.add("/" + name, "must be " + rule);
    }
    return text.orElse(otherwise);
  }

  /// The request as one that writes, checked in the contract's order: media type, size, key, body.
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
