package dev.interlock.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A refusal as [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) writes it.
///
/// @param name what follows `urn:interlock:` in its `type`
/// @param members what the problem carries beyond `type`, `title`, `status` and `detail`
/// @param headers what the answer carries beyond the headers of every answer
public record Problem(
    String name,
    int status,
    String title,
    String detail,
    Map<String, ?> members,
    Map<String, String> headers) {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final String SAME_KEY =
      "Send the same request again with the same Idempotency-Key.";

  /// A verdict that is kept under the key: what it refused stays refused for that key.
  public static Problem kept(
      String name, int status, String title, String detail, Map<String, ?> members) {
    String toTryAgain = detail + " To try again, send a new Idempotency-Key.";
    return new Problem(name, status, title, toTryAgain, members, Map.of());
  }

  /// The caller may not know whether it is absent or another's: both are this one answer.
  public static Problem notFound(Map<String, ?> members) {
    return kept("not-found", 404, "Not found", NOT_FOUND, members);
  }

  /// A read's 404: nothing is kept, so nothing is said of keys.
  public static Problem notFound() {
    return refusal("not-found", 404, "Not found", NOT_FOUND);
  }

  private static final String NOT_FOUND = "It does not exist, or you have no role there.";

  /// The caller has a role there, but one that does not allow this.
  public static Problem roleInsufficient() {
    return kept(
        "role-insufficient",
        403,
        "Role insufficient",
        "Your role there does not allow this.",
        Map.of());
  }

  /// The key names another command of the same caller.
  public static Problem idempotencyKeyReused() {
    return refusal(
        "idempotency-key-reused",
        422,
        "Idempotency-Key reused",
        "This Idempotency-Key was used with another command. Send a new one with this command.");
  }

  /// The same key is still being worked on by another call.
  public static Problem requestInProgress() {
    return later(
        "request-in-progress",
        409,
        "Request in progress",
        "A request with this Idempotency-Key is still running. " + SAME_KEY);
  }

  /// Every attempt met a conflict, or time ran out among them.
  public static Problem contention() {
    return later(
        "contention",
        503,
        "Contention",
        "Too many calls wanted the same. Nothing was written. " + SAME_KEY);
  }

  /// The connection was lost under the statement, and no time was left to ask again.
  public static Problem outcomeUnknown() {
    return later(
        "outcome-unknown",
        503,
        "Outcome unknown",
        "Whether this was written is not known yet. " + SAME_KEY + " It is never done twice.");
  }

  /// No connection came about.
  public static Problem databaseUnavailable() {
    return later(
        "database-unavailable",
        503,
        "Database unavailable",
        "The database cannot be reached. Nothing was written. " + SAME_KEY);
  }

  /// A defect of this service.
  public static Problem internal() {
    return refusal(
        "internal",
        500,
        "Internal error",
        "Something went wrong here. " + SAME_KEY + " It is never done twice.");
  }

  /// A change that must say which version it is made from.
  public static Problem preconditionRequired() {
    return refusal(
        "precondition-required",
        428,
        "Precondition required",
        "Send If-Match with the version that you have read.");
  }

  static Problem unauthenticated() {
    return new Problem(
        "unauthenticated",
        401,
        "Unauthenticated",
        "No verified caller: send a valid token.",
        Map.of(),
        // RFC 9110, 15.5.2: a 401 names a challenge.
        Map.of("WWW-Authenticate", "Bearer"));
  }

  static Problem unsupportedMediaType() {
    return refusal(
        "unsupported-media-type",
        415,
        "Unsupported media type",
        "Send Content-Type: application/json, in UTF-8.");
  }

  static Problem bodyTooLarge() {
    return refusal(
        "body-too-large",
        413,
        "Body too large",
        "A body has " + ApiRequest.BODY_BYTES_MAX + " bytes at most.");
  }

  static Problem idempotencyKeyMissing() {
    return refusal(
        "idempotency-key-missing",
        400,
        "Idempotency-Key missing",
        "Send an Idempotency-Key: a new one for each command, the same one when sending it again.");
  }

  static Problem idempotencyKeyMalformed() {
    return refusal(
        "idempotency-key-malformed",
        400,
        "Idempotency-Key malformed",
        "Send one Idempotency-Key of 1-128 characters of A-Z a-z 0-9 . _ : -");
  }

  static Problem malformedRequest(List<Map<String, String>> violations) {
    return new Problem(
        "malformed-request",
        400,
        "Malformed request",
        "The request breaks the rules named in violations.",
        Map.of("violations", List.copyOf(violations)),
        Map.of());
  }

  private static Problem refusal(String name, int status, String title, String detail) {
    return new Problem(name, status, title, detail, Map.of(), Map.of());
  }

  private static Problem later(String name, int status, String title, String detail) {
    String seconds = Long.toString(RETRY_AFTER.toSeconds());
    return new Problem(name, status, title, detail, Map.of(), Map.of("Retry-After", seconds));
  }

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "urn:interlock:" + name);
    document.put("title", title);
    document.put("status", status);
    document.put("detail", detail);
    document.putAll(members);
    return document;
  }
}
