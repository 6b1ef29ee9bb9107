package dev.interlock.emulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.emulator.lambda.FunctionFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every kind of difference in an answer is reported, and every kind of mistake in a file.
///
/// The function here returns the event's body as its result in payload format 2.0.
final class EventReplayTest {
  private static final String BODY =
      """
      {"id": "01234567-89ab-cdef-0123-456789abcdef", "createdAt": "2026-03-12T19:03:58.123456Z",
       "title": "any", "amount": 2500, "open": true, "lines": [{"sku": "A"}, {"sku": "B"}],
       "violations": [{"pointer": "/b", "reason": "x"}, {"pointer": "/a", "reason": "y"}]}
      """;
  private static final String EXPECTED =
      """
      {"status": 201, "headers": {"content-type": "application/json", "etag": null}, "body":
      {"id": "<uuid>", "createdAt": "<time>", "title": "<text>", "amount": 2500, "open": true,
       "lines": [{"sku": "A"}, {"sku": "B"}],
       "violations": [{"pointer": "/a", "reason": "<text>"}, {"pointer": "/b", "reason": "<text>"}]}
      }
      """;

  @TempDir Path folder;
  private final List<String> calls = new ArrayList<>();
  private final EventReplay replay;

  EventReplayTest() {
    this.replay = new EventReplay(Map.of("GET /", "Echo"), this::echo, () -> calls.add("reset"));
  }

  @BeforeEach
  void anEventAndItsAnswer() throws IOException {
    event("e", 201, "{\"Content-Type\": \"application/json\", \"X-Other\": \"1\"}", BODY);
    answer("e", EXPECTED);
  }

  @Test
  void acceptsTheAnswerOfTheContract() throws Exception {
    assertThat(outcome("e")).isEqualTo(new Outcome(201, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2500         | 2501           | body /amount: expected 2500, got 2501
          2500         | 2500.0         | body /amount: expected 2500, got 2500.0
          2500         | "2500"         | body /amount: expected 2500, got "2500"
          2500         | null           | body /amount: expected 2500, got null
          true         | false          | body /open: expected true, got false
          "any"        | ""             | body /title: expected "<text>", got ""
          "any"        | 1              | body /title: expected "<text>", got 1
          01234567     | ABCDEF01       | body /id: expected "<uuid>", got "ABCDEF01-89ab-cdef-0123-456789abcdef"
          01234567-    | 1-             | body /id: expected "<uuid>", got "1-89ab-cdef-0123-456789abcdef"
          123456Z      | 123456+00:00   | body /createdAt: expected "<time>", got "2026-03-12T19:03:58.123456+00:00"
          03-12        | 02-30          | body /createdAt: expected "<time>", got "2026-02-30T19:03:58.123456Z"
          "amount"     | "a/m~t"        | body /amount: expected 2500, got nothing; body /a~1m~0t: expected nothing, got 2500
          {"sku": "A"}, | ` `           | body /lines/0/sku: expected "A", got "B"; body /lines/1: expected {"sku":"B"}, got nothing
          "B"}         | "B"}, {}       | body /lines/2: expected nothing, got {}
          {"sku": "A"} | "A"            | body /lines/0: expected an object, got "A"
          "/b"         | "/c"           | body /violations/1/pointer: expected "/b", got "/c"
          "x"}         | "x", "at": 1}  | body /violations/1/at: expected nothing, got 1
          {"id"        | {"open": 1, "id" | body is not JSON: Duplicate field 'open'
          """)
  void reportsDifferencesInTheBody(String from, String to, String differences) throws Exception {
    event("e", 201, "{\"content-type\": \"application/json\"}", changed(BODY, from, to));
    assertThat(String.join("; ", outcome("e").differences())).isEqualTo(differences);
  }

  @Test
  void comparesTheOrderOfEveryOtherList() throws Exception {
    answer(
        "e",
        changed(
            EXPECTED,
            "[{\"sku\": \"A\"}, {\"sku\": \"B\"}]",
            "[{\"sku\": \"B\"}, {\"sku\": \"A\"}]"));
    assertThat(outcome("e").differences()).hasSize(2);
  }

  @Test
  void reportsAnotherStatus() throws Exception {
    event("e", 200, "{\"content-type\": \"application/json\"}", BODY);
    assertThat(outcome("e")).isEqualTo(new Outcome(200, List.of("status: expected 201, got 200")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                   | header content-type: expected application/json, got nothing
          {"content-type": "text/plain"}       | header content-type: expected application/json, got text/plain
          {"content-type": "application/json", "ETag": "1"} | header etag: expected nothing, got 1
          {"content-type": "application/json", "Idempotency-Replayed": "true"} | header idempotency-replayed: expected nothing, got true
          {"content-type": "application/json", "Content-Type": "text/plain"} | the function's answer has a header twice: Content-Type
          """)
  void reportsDifferencesInTheHeaders(String headers, String difference) throws Exception {
    event("e", 201, headers, BODY);
    assertThat(outcome("e").differences()).containsExactly(difference);
  }

  @Test
  void reportsAMissingReplayHeader() throws Exception {
    answer("e", changed(EXPECTED, "\"etag\": null", "\"idempotency-replayed\": \"true\""));
    assertThat(outcome("e").differences())
        .containsExactly("header idempotency-replayed: expected true, got nothing");
  }

  @Test
  void resetsTheDatabaseAndSendsTheEarlierEventsEachTime() throws Exception {
    event("first", 201, "{}", "{}");
    answer(
        "e",
        changed(EXPECTED, "\"status\"", "\"before\": [\"first.json\", \"e.json\"], \"status\""));
    assertThat(outcome("e").matched()).isTrue();
    assertThat(calls).containsExactly("reset", "first.json", "e.json", "e.json");
    assertThat(outcome("e").matched()).isTrue();
    assertThat(calls).hasSize(8).element(4).isEqualTo("reset");
  }

  @Test
  void comparesByteForByteWithTheBodyOfAnEarlierEvent() throws Exception {
    event("first", 201, "{}", BODY + " ");
    String same = "\"before\": [\"first.json\"], \"sameBodyAs\": \"first.json\", \"status\"";
    answer("e", changed(EXPECTED, "\"status\"", same));
    assertThat(outcome("e").differences())
        .containsExactly("body: not byte for byte that of first.json");
    event("first", 201, "{}", BODY);
    assertThat(outcome("e").matched()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"status"  | {"statsu": 1, "status" | e.answer.json has an unknown member "statsu"
          "status"   | "before": "e.json", "status" | e.answer.json has a before that is not a list
          "status"   | "before": ["x.json"], "status" | e.answer.json has no such event to send before: "x.json"
          "status"   | "sameBodyAs": "e.json", "status" | e.answer.json has a sameBodyAs that is not in before
          "status": 201, | "status": "201", | e.answer.json has no status
          null       | 1           | e.answer.json has a header that is neither a string nor null: etag
          "headers": | "headers": {}, "headers": | e.answer.json is not JSON: Duplicate field 'headers'
          "body"     | "body": [], "before": [], "sameBodyAs" | e.answer.json has no body
          """)
  void rejectsAnInvalidAnswerFile(String from, String to, String difference) throws Exception {
    answer("e", changed(EXPECTED, from, to));
    assertThat(outcome("e").differences()).containsExactly(difference);
    assertThat(calls).isEmpty();
  }

  @Test
  void rejectsAnEventWithoutAnswerAndAnAnswerWithoutEvent() throws Exception {
    Files.move(folder.resolve("e.answer.json"), folder.resolve("f.answer.json"));
    assertThat(outcome("e").differences()).containsExactly("no answer beside it: e.answer.json");
    assertThat(outcome("f").differences()).containsExactly("an answer without its event");
  }

  @Test
  void reportsAFunctionWithoutAnswer() throws Exception {
    Files.writeString(folder.resolve("e.json"), "{\"routeKey\": \"GET /\", \"name\": \"e.json\"}");
    assertThat(outcome("e").differences()).containsExactly("DIED {}");
    Files.writeString(folder.resolve("e.json"), "{\"routeKey\": \"PUT /\"}");
    assertThat(outcome("e").differences())
        .containsExactly("no function of the template serves its routeKey");
  }

  @Test
  void namesTheEarlierEventWithoutAnswer() throws Exception {
    Files.writeString(folder.resolve("first.json"), "{\"routeKey\": \"GET /\", \"name\": \"x\"}");
    answer("e", changed(EXPECTED, "\"status\"", "\"before\": [\"first.json\"], \"status\""));
    assertThat(outcome("e").differences()).containsExactly("before it, first.json: DIED {}");
  }

  private Outcome outcome(String name) throws Exception {
    return replay.replay(folder.resolve(name + ".json"));
  }

  private byte[] echo(String logicalId, byte[] event) throws FunctionFailedException {
    try {
      JsonNode json = StrictJson.object(event);
      calls.add(json.path("name").asText());
      if (json.has("body")) {
        return json.get("body").textValue().getBytes(StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(logicalId, e);
    }
    throw new FunctionFailedException(
        FunctionFailedException.Reason.DIED, "{}".getBytes(StandardCharsets.UTF_8));
  }

  private void event(String name, int status, String headers, String body) throws IOException {
    String result =
        "{\"statusCode\": %d, \"headers\": %s, \"body\": %s}"
            .formatted(status, headers, quoted(body));
    Files.writeString(
        folder.resolve(name + ".json"),
        "{\"name\": \"%s.json\", \"routeKey\": \"GET /\", \"body\": %s}"
            .formatted(name, quoted(result)));
  }

  private void answer(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name + ".answer.json"), json);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /// Fails if the text to replace is missing, because the case would then test nothing.
  private static String changed(String text, String from, String to) {
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    return text.substring(0, at) + to + text.substring(at + from.length());
  }
}
