package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The rows of the contract that every write shares: caller, media type, key, and size and text of
/// the body. A function adds the rows about its members.
public final class WriteContract {

  private static final Expected UNAUTHENTICATED = Expected.refused(401, "unauthenticated");
  private static final Expected MEDIA_TYPE = Expected.refused(415, "unsupported-media-type");
  private static final Expected KEY_MISSING = Expected.refused(400, "idempotency-key-missing");
  private static final Expected KEY_MALFORMED = Expected.refused(400, "idempotency-key-malformed");

  private final Expected success;
  private final Expected withoutRole;
  private final ChangedRequests requests;

  /// Rows around a valid request.
  ///
  /// @param success the answer to the request
  /// @param withoutRole the answer to the same request from a caller without a role
  public WriteContract(ValidWrite valid, Expected success, Expected withoutRole) {
    this(valid::event, success, withoutRole);
  }

  /// The same around a valid request for each key.
  WriteContract(Function<String, Event> valid, Expected success, Expected withoutRole) {
    this.success = success;
    this.withoutRole = withoutRole;
    this.requests = new ChangedRequests(valid);
  }

  /// All rows.
  public List<Row> rows() {
    callers();
    mediaTypes();
    keys();
    new BodyContract(requests, success).addRows();
    requests.event(
        "query, If-Match and headers that name a caller are ignored",
        success,
        event ->
            event
                .query("from", "x")
                .header("if-match", event.header("if-match").orElse("W/\"1\""))
                .header("x-caller", "mallory")
                .header("authorization", "Bearer x"));
    return requests.rows();
  }

  private void callers() {
    requests.draft("no caller", UNAUTHENTICATED, draft -> draft.subject(Optional.empty()));
    requests.caller("caller of 128 characters", withoutRole, "a".repeat(128));
    requests.caller("caller with every kind of visible ASCII", withoutRole, "!~auth0|x@y.z");
    requests.caller("caller of 129 characters", UNAUTHENTICATED, "a".repeat(129));
    requests.caller("empty caller", UNAUTHENTICATED, "");
    requests.caller("caller with a space", UNAUTHENTICATED, "a b");
    requests.caller("caller with DEL", UNAUTHENTICATED, "a\u007F");
    requests.caller("caller with a control character", UNAUTHENTICATED, "a\n");
    requests.caller("caller beyond ASCII", UNAUTHENTICATED, "\u00E9");
  }

  private void mediaTypes() {
    requests.draft("no media type", MEDIA_TYPE, draft -> draft.contentType(Optional.empty()));
    for (String type :
        List.of(
            "application/json",
            "APPLICATION/Json",
            "application/json;charset=utf-8",
            "application/json; charset=UTF-8",
            "application/json; charset=\"utf-8\"")) {
      requests.draft("media type " + type, success, draft -> draft.contentType(Optional.of(type)));
    }
    for (String type :
        List.of(
            "",
            "text/plain",
            "application/jsonx",
            "application/problem+json",
            "application/json; charset=iso-8859-1",
            "application/json; charset=utf-16",
            "application/json; boundary=x",
            "application/json; charset=utf-8; q=1",
            "application/json,application/json")) {
      requests.draft(
          "media type '" + type + "'", MEDIA_TYPE, draft -> draft.contentType(Optional.of(type)));
    }
    requests.event(
        "media type twice, under two spellings of its header",
        MEDIA_TYPE,
        event -> event.header("Content-Type", "application/json"));
    requests.event(
        "header name in upper case",
        success,
        event -> event.without("content-type").header("CONTENT-TYPE", "application/json"));
  }

  private void keys() {
    requests.draft("no key", KEY_MISSING, draft -> draft.key(Optional.empty()));
    requests.key("key of 128 characters", success, "k".repeat(128));
    requests.key("quoted key of 128 characters", success, "\"" + "q".repeat(128) + "\"");
    requests.key("key with every kind of allowed character", success, "AZaz09._:-");
    for (String malformed :
        List.of(
            "k".repeat(129),
            "\"" + "k".repeat(129) + "\"",
            "",
            "\"\"",
            "\"k",
            "k\"",
            "\"",
            "'k'",
            "a b",
            " a",
            "a ",
            "a,b",
            "\"a\",\"b\"",
            "\"a\";p=1",
            "a/b",
            "a+b",
            "a=",
            "\u00E9",
            "a\nb",
            "\"a\\\"b\"")) {
      requests.key("key '" + malformed + "'", KEY_MALFORMED, malformed);
    }
    requests.event(
        "key twice, under two spellings of its header",
        KEY_MALFORMED,
        event -> event.header("Idempotency-Key", "other"));
  }
}
