package dev.interlock.emulator.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The description accepts the bodies that functions accept, and describes every answer that the
/// events must get.
class DescribedEventsTest {
  private static final Path EVENTS = ApiDocument.ROOT.resolve("events");
  private static final String ANSWER = ".answer.json";

  /// Events whose bodies a function refuses for a rule that a schema cannot state.
  private static final Set<String> BEYOND_A_SCHEMA =
      Set.of(
          // To a schema, 2500.0 and 25e2 are integers, and -0 is 0.
          "hold/amount-exponent",
          "hold/amount-fraction",
          "settlement/amount-fraction",
          "settlement/amount-minus-zero",
          "stock-decrement/quantity-exponent",
          "stock-decrement/quantity-fraction",
          "transfer/amount-exponent",
          "transfer/amount-fraction",
          // A pattern does not know the calendar.
          "permission-change/expires-at-february-29-of-a-common-year",
          "permission-change/expires-at-february-30",
          "permission-change/expires-at-hour-24",
          "permission-change/expires-at-second-60",
          "hold/expires-at-february-30",
          "hold/expires-at-hour-24",
          "hold/expires-at-second-60",
          "stock-reservation/expires-at-february-30",
          "stock-reservation/expires-at-hour-24",
          "stock-reservation/expires-at-second-60",
          // Regular expressions of many languages cannot name surrogates.
          "transfer/reference-unpaired-surrogate",
          // A schema cannot compare two members.
          "hold/same-account",
          "hold/same-account-in-capitals",
          "transfer/same-account",
          "transfer/same-account-in-capitals");

  private final ApiDocument document = ApiDocument.read();

  /// An event and its answer.
  private record Pair(String name, JsonNode event, JsonNode answer) {
    String route() {
      return event.path("routeKey").asText();
    }

    int status() {
      return answer.path("status").asInt();
    }

    String body() {
      String text = event.path("body").asText();
      return event.path("isBase64Encoded").asBoolean()
          ? new String(Base64.getDecoder().decode(text), UTF_8)
          : text;
    }

    /// Whether a member of the body breaks a rule, so that a schema could tell.
    boolean violatesABodyRule() {
      List<String> pointers = answer.at("/body/violations").findValuesAsText("pointer");
      return pointers.stream().anyMatch(each -> each.startsWith("/") && !each.equals("/If-Match"));
    }
  }

  private static List<Pair> pairs() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (Path answer : ApiDocument.answers()) {
      Path event = Path.of(answer.toString().replace(ANSWER, ".json"));
      String name = EVENTS.relativize(answer).toString().replace(ANSWER, "");
      pairs.add(
          new Pair(
              name,
              ApiDocument.JSON.readTree(event.toFile()),
              ApiDocument.JSON.readTree(answer.toFile())));
    }
    return pairs;
  }

  @Test
  void acceptsTheBodyOfEveryCommandThatWasDecided() throws IOException {
    List<String> refused = new ArrayList<>();
    int decided = 0;
    for (Pair pair : pairs()) {
      if (Set.of(201, 403, 404, 409, 412, 422).contains(pair.status())) {
        String schema = document.requestSchema(pair.route()).orElse("");
        if (!schema.isEmpty()) {
          decided++;
          document
              .errors(schema, pair.body())
              .forEach(each -> refused.add(pair.name + ": " + each));
        }
      }
    }
    assertThat(decided).isGreaterThan(100);
    assertThat(refused).isEmpty();
  }

  @Test
  void refusesTheBodiesThatFunctionsRefuse() throws IOException {
    Set<String> accepted = new TreeSet<>();
    int malformed = 0;
    for (Pair pair : pairs()) {
      String schema = document.requestSchema(pair.route()).orElse("");
      if (pair.status() == 400 && !schema.isEmpty() && pair.violatesABodyRule()) {
        malformed++;
        if (document.accepts(schema, pair.body())) {
          accepted.add(pair.name);
        }
      }
    }
    assertThat(malformed).isGreaterThan(80);
    assertThat(accepted).isEqualTo(new TreeSet<>(BEYOND_A_SCHEMA));
  }

  @Test
  void describesEveryAnswer() throws IOException {
    List<String> differences = new ArrayList<>();
    for (Pair pair : pairs()) {
      Map<String, String> headers = new LinkedHashMap<>();
      pair.answer
          .path("headers")
          .properties()
          .forEach(header -> {
            if (!header.getValue().isNull()) {
              headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText());
            }
          });
      if (pair.status() == 401) {
        // Every 401 has it; the files list only what their case is about.
        headers.put("www-authenticate", "Bearer");
      }
      document
          .differences(pair.route(), pair.status(), headers, concrete(pair.answer.path("body")))
          .forEach(each -> differences.add(pair.name + ": " + each));
    }
    assertThat(differences).isEmpty();
  }

  /// A body with values in place of the strings that stand for any.
  private static String concrete(JsonNode body) {
    return body.toString()
        .replace("\"<uuid>\"", "\"a0000000-0000-4000-8000-000000000001\"")
        .replace("\"<time>\"", "\"2026-11-30T10:15:30.123456Z\"")
        .replace("\"<text>\"", "\"text\"");
  }
}
