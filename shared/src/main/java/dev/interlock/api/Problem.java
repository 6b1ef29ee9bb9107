package dev.interlock.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A problem document, see [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457).
///
/// @param name the part of `type` after `urn:interlock:`
/// @param members further members, besides `type`, `title`, `status` and `detail`
/// @param headers further headers, besides those of every answer
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

  /// A refusal that is kept under the key: sending the same key again returns it again.
  public static Problem kept(String name, int status, String title, String detail) {
    return refusal(name, status, title, detail + " To try again, send a new Idempotency-Key.");
  }

  /// The same problem with these members.
  public Problem with(Map<String, ?> more) {
    return new Problem(name, status, title, detail, more, headers);
  }

  /// The same answer for an absent resource and for one on which the caller has no role.
  public static Problem notFound(Map<String, ?> members) {
    return notFound(NOT_FOUND, members);
  }

  /// The same for something on which nobody has a role, in the function's own words. They must be
  /// true whether it is absent or the caller may not know of it.
  public static Problem notFound(String detail, Map<String, ?> members) {
    return kept("not-found", 404, "Not found", detail).with(members);
  }

  /// A read's 404. A read has no idempotency key, so the text mentions none.
  public static Problem notFound() {
    return notFound(NOT_FOUND);
  }

  /// A read's 404 in the function's own words.
  public static Problem notFound(String detail) {
    return refusal("not-found", 404, "Not found", detail);
  }

  private static final String NOT_FOUND = "It does not exist, or you have no role on it.";

  /// The caller has a role on the resource, but not one that allows this.
  public static Problem roleInsufficient() {
    return kept(
        "role-insufficient", 403, "Role insufficient", "Your role does not allow this operation.");
  }

  /// The key belongs to another command of the same caller.
  public static Problem idempotencyKeyReused() {
    return refusal(
        "idempotency-key-reused",
        422,
        "Idempotency-Key reused",
        "This Idempotency-Key belongs to a different command. Send a new key with this one.");
  }

  /// Another call with the same key is still running.
  public static Problem requestInProgress() {
    return later(
        "request-in-progress",
        409,
        "Request in progress",
        "A request with this Idempotency-Key is still running. " + SAME_KEY);
  }

  /// Conflicts used up all attempts, or all the time.
  public static Problem contention() {
    return later(
        "contention",
        503,
        "Contention",
        "Too many concurrent calls for the same rows. Nothing was written. " + SAME_KEY);
  }

  /// The connection was lost during the statement, and no time was left to ask again.
  public static Problem outcomeUnknown() {
    return later(
        "outcome-unknown",
        503,
        "Outcome unknown",
        "It is not yet known whether this was written. "
            + SAME_KEY
            + " It will not be carried out twice.");
  }

  /// No connection could be established.
  public static Problem databaseUnavailable() {
    return later(
        "database-unavailable",
        503,
        "Database unavailable",
        "The database cannot be reached. Nothing was written. " + SAME_KEY);
  }

  /// A defect in this service.
  public static Problem internal() {
    return refusal(
        "internal",
        500,
        "Internal error",
        "An internal error occurred. " + SAME_KEY + " It will not be carried out twice.");
  }

  /// A change that does not state the version that it is based on.
  public static Problem preconditionRequired() {
    return refusal(
        "precondition-required",
        428,
        "Precondition required",
        "Send If-Match with the version that you last read.");
  }

  static Problem unauthenticated() {
    return new Problem(
        "unauthenticated",
        401,
        "Unauthenticated",
        "The request has no verified caller. Send a valid token.",
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
        "The body may have at most " + ApiRequest.BODY_BYTES_MAX + " bytes.");
  }

  static Problem idempotencyKeyMissing() {
    return refusal(
        "idempotency-key-missing",
        400,
        "Idempotency-Key missing",
        "Send an Idempotency-Key: a new one for each command, and the same one with each retry.");
  }

  static Problem idempotencyKeyMalformed() {
    return refusal(
        "idempotency-key-malformed",
        400,
        "Idempotency-Key malformed",
        "Send one Idempotency-Key of 1 to 128 characters out of A-Z a-z 0-9 . _ : -");
  }

  static Problem malformedRequest(List<Map<String, String>> violations) {
    return new Problem(
        "malformed-request",
        400,
        "Malformed request",
        "The request violates the rules listed in violations.",
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
