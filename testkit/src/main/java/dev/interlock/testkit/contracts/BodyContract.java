package dev.interlock.testkit.contracts;

import dev.interlock.testkit.calls.Expected;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The rows of the contract about the text of a body, whatever its members: size, encoding, syntax
/// and unknown members.
final class BodyContract {

  private static final Expected TOO_LARGE = Expected.refused(413, "body-too-large");
  private static final Expected NO_OBJECT = Expected.malformed("");

  /// Texts that are not a single JSON object.
  private static final List<String> NOT_ONE_OBJECT =
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
          "{}\u0000");

  private static final int SIZE_MAX = 65_536;

  private final ChangedRequests requests;
  private final Expected success;

  BodyContract(ChangedRequests requests, Expected success) {
    this.requests = requests;
    this.success = success;
  }

  void addRows() {
    sizes();
    encodings();
    syntax();
    unknownMembers();
  }

  private void sizes() {
    requests.changedText("body of 65,536 bytes", success, body -> ofSize(body, SIZE_MAX));
    requests.changedText("body of 65,537 bytes", TOO_LARGE, body -> ofSize(body, SIZE_MAX + 1));
    requests.text("body of 32,769 characters of two bytes", TOO_LARGE, "\u00E9".repeat(32_769));
    requests.changedBytes(
        "65,536 bytes after decoding", success, body -> utf8(ofSize(body, SIZE_MAX)));
    requests.changedBytes(
        "65,537 bytes after decoding", TOO_LARGE, body -> utf8(ofSize(body, SIZE_MAX + 1)));
  }

  private static String ofSize(String body, int bytes) {
    return body + " ".repeat(bytes - utf8(body).length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void encodings() {
    requests.changedBytes("body in Base64", success, BodyContract::utf8);
    requests.binary(
        "body that is not UTF-8", NO_OBJECT, new byte[] {'{', '"', (byte) 0xC3, '"', '}'});
    requests.binary("overlong UTF-8", NO_OBJECT, new byte[] {'{', (byte) 0xC0, (byte) 0x80});
    requests.binary(
        "unpaired surrogate in UTF-8",
        NO_OBJECT,
        new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'});
    requests.changedBytes("byte-order mark in Base64", NO_OBJECT, body -> utf8("\uFEFF" + body));
    requests.changedBytes("UTF-16", NO_OBJECT, body -> body.getBytes(StandardCharsets.UTF_16BE));
    requests.event(
        "body that is not the Base64 it claims to be", NO_OBJECT, event -> event.base64("{}"));
    requests.changedText("byte-order mark", NO_OBJECT, body -> "\uFEFF" + body);
  }

  private void syntax() {
    for (String text : NOT_ONE_OBJECT) {
      requests.text("text " + text, NO_OBJECT, text);
    }
    requests.text("30,000 arrays", NO_OBJECT, "[".repeat(30_000));
    requests.text("30,000 arrays in a member", NO_OBJECT, "{\"x\":" + "[".repeat(30_000));
    requests.members("nested 9 deep", NO_OBJECT, "\"x\": " + "[".repeat(8) + "]".repeat(8));
    requests.members(
        "nested 8 deep", Expected.malformed("/x"), "\"x\": " + "[".repeat(7) + "]".repeat(7));
    requests.draft("no body", NO_OBJECT, draft -> draft.body(""));
  }

  private void unknownMembers() {
    requests.members("unknown member", Expected.malformed("/x"), "\"x\": 1");
    requests.members("unknown member that is null", Expected.malformed("/x"), "\"x\": null");
    requests.members("member with an empty name", Expected.malformed("/"), "\"\": 1");
    requests.members(
        "name that a pointer escapes", Expected.malformed("/a~1b~0c~01"), "\"a/b~c~1\": 1");
    requests.members(
        "name with an unpaired surrogate", Expected.malformed("/\uFFFD"), "\"\\ud800\": 1");
    requests.members(
        "name with a dotted capital I", Expected.malformed("/\u0130"), "\"\u0130\": 1");
    requests.members(
        "several unknown members", Expected.malformed("/x", "/y"), "\"x\": 1, \"y\": 2");
    requests.members(
        "number of 60,000 digits", Expected.malformed("/x"), "\"x\": " + "9".repeat(60_000));
  }
}
