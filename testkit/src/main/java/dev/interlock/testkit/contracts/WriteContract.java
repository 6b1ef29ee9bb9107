package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Draft;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.Expected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The rows of the contract that every write shares: caller, media type, size, key, and the text of
/// the body. A function adds the rows of its own members.
public final class WriteContract {

  private static final Expected UNAUTHENTICATED = Expected.refused(401, "unauthenticated");
  private static final Expected MEDIA_TYPE = Expected.refused(415, "unsupported-media-type");
  private static final Expected TOO_LARGE = Expected.refused(413, "body-too-large");
  private static final Expected KEY_MISSING = Expected.refused(400, "idempotency-key-missing");
  private static final Expected KEY_MALFORMED = Expected.refused(400, "idempotency-key-malformed");
  private static final Expected NO_OBJECT = Expected.malformed("");

  private final String path;
  private final String subject;
  private final String body;
  private final Expected success;
  private final Expected stranger;
  private final Optional<String> ifMatch;
  private final List<Row> rows = new ArrayList<>();

  /// Rows around a valid request.
  ///
  /// @param stranger what is answered to a caller without a role
  public WriteContract(
      String path, String subject, String body, Expected success, Expected stranger) {
    this(path, subject, body, success, stranger, Optional.empty());
  }

  /// The same, of a function that needs an `If-Match`.
  public WriteContract(
      String path,
      String subject,
      String body,
      Expected success,
      Expected stranger,
      Optional<String> ifMatch) {
    this.path = path;
    this.subject = subject;
    this.body = body;
    this.success = success;
    this.stranger = stranger;
    this.ifMatch = ifMatch;
  }

  /// All rows; each has a key of its own.
  public List<Row> rows() {
    callers();
    mediaTypes();
    sizes();
    keys();
    texts();
    syntax();
    unknownMembers();
    row(
        "query, If-Match and headers that name a caller mean nothing",
        success,
        draft -> {},
        event ->
            event
                .query("from", "x")
                .header("if-match", ifMatch.orElse("W/\"1\""))
                .header("x-caller", "mallory")
                .header("authorization", "Bearer x"));
    return List.copyOf(rows);
  }

  private void callers() {
    row("no caller", UNAUTHENTICATED, draft -> draft.subject(Optional.empty()));
    caller("caller of 128 characters", stranger, "a".repeat(128));
    caller("caller of every kind of visible ASCII", stranger, "!~auth0|x@y.z");
    caller("caller of 129 characters", UNAUTHENTICATED, "a".repeat(129));
    caller("empty caller", UNAUTHENTICATED, "");
    caller("caller with a space", UNAUTHENTICATED, "a b");
    caller("caller with DEL", UNAUTHENTICATED, "a\u007F");
    caller("caller with a control character", UNAUTHENTICATED, "a\n");
    caller("caller beyond ASCII", UNAUTHENTICATED, "\u00E9");
  }

  private void mediaTypes() {
    row("no media type", MEDIA_TYPE, draft -> draft.contentType(Optional.empty()));
    for (String type :
        List.of(
            "application/json",
            "APPLICATION/Json",
            "application/json;charset=utf-8",
            "application/json; charset=UTF-8",
            "application/json; charset=\"utf-8\"")) {
      row("media type " + type, success, draft -> draft.contentType(Optional.of(type)));
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
      row("media type '" + type + "'", MEDIA_TYPE, draft -> draft.contentType(Optional.of(type)));
    }
    row(
        "media type twice, under two spellings of the header",
        MEDIA_TYPE,
        draft -> {},
        event -> event.header("Content-Type", "application/json"));
    row(
        "header names in other letters",
        success,
        draft -> draft.contentType(Optional.empty()),
        event -> event.header("CONTENT-TYPE", "application/json"));
  }

  private void sizes() {
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    text("body of 65,536 bytes", success, body + " ".repeat(65_536 - bytes));
    text("body of 65,537 bytes", TOO_LARGE, body + " ".repeat(65_537 - bytes));
    text("body of 32,769 characters of two bytes", TOO_LARGE, "\u00E9".repeat(32_769));
    binary(
        "65,536 bytes after decoding",
        success,
        (body + " ".repeat(65_536 - bytes)).getBytes(StandardCharsets.UTF_8));
    binary(
        "65,537 bytes after decoding",
        TOO_LARGE,
        (body + " ".repeat(65_537 - bytes)).getBytes(StandardCharsets.UTF_8));
  }

  private void keys() {
    row("no key", KEY_MISSING, draft -> draft.key(Optional.empty()));
    key("key of 128 characters", success, "k".repeat(128));
    key("quoted key of 128 characters", success, "\"" + "q".repeat(128) + "\"");
    key("key of every allowed kind", success, "AZaz09._:-");
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
      key("key '" + malformed + "'", KEY_MALFORMED, malformed);
    }
    row(
        "key twice, under two spellings of the header",
        KEY_MALFORMED,
        draft -> {},
        event -> event.header("Idempotency-Key", "other"));
  }

  private void texts() {
    binary("a body in Base64", success, body.getBytes(StandardCharsets.UTF_8));
    binary("a body that is not UTF-8", NO_OBJECT, new byte[] {'{', '"', (byte) 0xC3, '"', '}'});
    binary("an overlong form of UTF-8", NO_OBJECT, new byte[] {'{', (byte) 0xC0, (byte) 0x80});
    binary(
        "half a surrogate pair in UTF-8",
        NO_OBJECT,
        new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'});
    binary(
        "a byte-order mark in Base64",
        NO_OBJECT,
        ("\uFEFF" + body).getBytes(StandardCharsets.UTF_8));
    binary("UTF-16", NO_OBJECT, body.getBytes(StandardCharsets.UTF_16BE));
    row(
        "a body that is not the Base64 it says",
        NO_OBJECT,
        draft -> {},
        event -> event.base64("{}"));
    text("a byte-order mark", NO_OBJECT, "\uFEFF" + body);
  }

  private void syntax() {
    for (String text :
        List.of(
            "",
            " ",
            "{",
            "}",
            "[]",
            "null",
            "true",
            "1",
            "\"x\"",
            "{}{}",
            "{} x",
            "{}]",
            "{},",
            "/* */ {}",
            "{} // x",
            "# x\n{}",
            "{'a': 1}",
            "{a: 1}",
            "{\"a\" 1}",
            "{\"a\": }",
            "{\"a\": 1,}",
            "{,}",
            "{\"a\": [1,]}",
            "{\"a\": NaN}",
            "{\"a\": Infinity}",
            "{\"a\": 01}",
            "{\"a\": +1}",
            "{\"a\": .5}",
            "{\"a\": 1.}",
            "{\"a\": 1e}",
            "{\"a\": -}",
            "{\"a\": 0x1}",
            "{\"a\": tru}",
            "{\"a\": \"\n\"}",
            "{\"a\": \"\\x\"}",
            "{\"a\": \"\\u12\"}",
            "{\"a\": \"",
            "{\"a\": 1, \"a\": 1}",
            "{\"a\": 1, \"\\u0061\": 1}",
            "{\"a\": {\"b\": 1, \"b\": 2}}",
            "\u00A0{}",
            "\u0000{}",
            "{}\u0000")) {
      text("the text " + text, NO_OBJECT, text);
    }
    text("30,000 arrays", NO_OBJECT, "[".repeat(30_000));
    text("30,000 arrays in a member", NO_OBJECT, "{\"x\":" + "[".repeat(30_000));
    text("9 deep", NO_OBJECT, with("\"x\": " + "[".repeat(8) + "]".repeat(8)));
    text("8 deep", Expected.malformed("/x"), with("\"x\": " + "[".repeat(7) + "]".repeat(7)));
    row("no body", NO_OBJECT, draft -> draft.body(""));
  }

  private void unknownMembers() {
    text("unknown member", Expected.malformed("/x"), with("\"x\": 1"));
    text("unknown member that is null", Expected.malformed("/x"), with("\"x\": null"));
    text("member without a name", Expected.malformed("/"), with("\"\": 1"));
    text("name that a pointer escapes", Expected.malformed("/a~1b~0c~01"), with("\"a/b~c~1\": 1"));
    text("name with half a surrogate pair", Expected.malformed("/\uFFFD"), with("\"\\ud800\": 1"));
    text("name in other letters", Expected.malformed("/\u0130"), with("\"\u0130\": 1"));
    text("several unknown members", Expected.malformed("/x", "/y"), with("\"x\": 1, \"y\": 2"));
    text("number of 60,000 digits", Expected.malformed("/x"), with("\"x\": " + "9".repeat(60_000)));
  }

  /// The valid body with more members in front.
  private String with(String members) {
    return "{" + members + ", " + body.substring(body.indexOf('{') + 1);
  }

  private void caller(String name, Expected expected, String caller) {
    row(name, expected, draft -> draft.subject(Optional.of(caller)));
  }

  private void key(String name, Expected expected, String key) {
    row(name, expected, draft -> draft.key(Optional.of(key)));
  }

  private void text(String name, Expected expected, String text) {
    row(name, expected, draft -> draft.body(text));
  }

  private void binary(String name, Expected expected, byte[] bytes) {
    row(
        name,
        expected,
        draft -> {},
        event -> event.base64(Base64.getEncoder().encodeToString(bytes)));
  }

  private void row(String name, Expected expected, Consumer<Draft> change) {
    row(name, expected, change, UnaryOperator.identity());
  }

  private void row(
      String name, Expected expected, Consumer<Draft> change, UnaryOperator<Event> more) {
    Draft draft = new Draft(path, subject, "row-" + rows.size(), body);
    change.accept(draft);
    Event event = draft.event();
    ifMatch.ifPresent(version -> event.header("if-match", version));
    rows.add(Row.of(printable(name), more.apply(event), expected));
  }

  // Names go into reports, which are XML.
  private static String printable(String name) {
    String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
    return shown.replaceAll("[^\\x20-\\x7E]", "?");
  }
}
