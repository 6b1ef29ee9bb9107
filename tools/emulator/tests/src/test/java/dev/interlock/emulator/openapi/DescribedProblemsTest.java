package dev.interlock.emulator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.api.ApiResponse;
import dev.interlock.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The problems of the description are those of the code, with their statuses and members, and each
/// has an example and a place on the page for callers.
class DescribedProblemsTest {
  private static final String TYPE = "urn:interlock:";
  private static final Pattern CONSTRUCTED =
      Pattern.compile("(?:kept|refusal|later|conflict|new Problem)\\(\\s*\"([a-z-]+)\"");
  private static final Pattern ROW =
      Pattern.compile("\\| ([0-9]{3}) \\| <a id=\"([a-z-]+)\"></a>`\\2` \\|");
  private static final Set<String> OF_EVERY_PROBLEM = Set.of("type", "title", "status", "detail");

  /// Answers that no event can show, as `type status [members]`.
  private static final Set<String> IN_NO_EVENT =
      Set.of(
          "request-in-progress 409 []",
          "contention 503 []",
          "outcome-unknown 503 []",
          "database-unavailable 503 []",
          "internal 500 []",
          "balance-limit 409 []",
          "hold-expired 409 []",
          "reservation-expired 409 []");

  private final ApiDocument document = ApiDocument.read();

  private Map<String, JsonNode> problems() {
    Map<String, JsonNode> problems = new HashMap<>();
    document
        .at("/components/schemas")
        .properties()
        .forEach(schema -> {
          if (schema.getValue().at("/properties/type/const").isTextual()) {
            problems.put(schema.getKey(), schema.getValue());
          }
        });
    return problems;
  }

  private static String name(JsonNode problem) {
    return problem.at("/properties/type/const").asText().substring(TYPE.length());
  }

  @Test
  void areTheProblemsThatTheCodeConstructs() throws IOException {
    Set<String> constructed = new TreeSet<>();
    for (Path folder : List.of(Path.of("shared"), Path.of("functions"))) {
      try (Stream<Path> files = Files.walk(ApiDocument.ROOT.resolve(folder))) {
        for (Path file : files.filter(DescribedProblemsTest::isProduction).toList()) {
          CONSTRUCTED
              .matcher(Files.readString(file))
              .results()
              .forEach(call -> constructed.add(call.group(1)));
        }
      }
    }
    Set<String> described = new TreeSet<>();
    problems().values().forEach(problem -> described.add(name(problem)));
    assertThat(described).isEqualTo(constructed);
  }

  private static boolean isProduction(Path file) {
    return file.toString().contains("/src/main/java/") && file.toString().endsWith(".java");
  }

  @Test
  void haveTheStatusesAndMembersOfTheAnswers() throws IOException {
    Set<String> answered = new TreeSet<>(IN_NO_EVENT);
    for (Path file : ApiDocument.answers()) {
      JsonNode body = ApiDocument.JSON.readTree(file.toFile()).path("body");
      if (body.path("type").asText().startsWith(TYPE)) {
        Set<String> members = new TreeSet<>();
        body.fieldNames().forEachRemaining(members::add);
        answered.add(line(body.path("type").asText().substring(TYPE.length()), body, members));
      }
    }
    Set<String> described = new TreeSet<>();
    for (JsonNode problem : problems().values()) {
      Set<String> members = new TreeSet<>();
      problem.path("required").forEach(each -> members.add(each.asText()));
      JsonNode status = problem.at("/properties/status/const");
      described.add(name(problem) + " " + status.asInt() + " " + members);
      assertThat(names(problem.path("properties")))
          .as(name(problem))
          .isEqualTo(with(members, "type", "status"));
    }
    assertThat(described).isEqualTo(answered);
  }

  private static String line(String name, JsonNode body, Set<String> members) {
    members.removeAll(OF_EVERY_PROBLEM);
    return name + " " + body.path("status").asInt() + " " + members;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> with(Set<String> members, String... more) {
    Set<String> all = new TreeSet<>(members);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void haveExamplesThatTheirSchemasAccept() {
    problems()
        .forEach((schema, problem) -> {
          assertThat(problem.path("examples")).as(schema).isNotEmpty();
          problem
              .path("examples")
              .forEach(example ->
                  assertThat(document.errors("/components/schemas/" + schema, example.toString()))
                      .as(schema)
                      .isEmpty());
        });
  }

  @Test
  void areExplainedOnThePageForCallers() throws IOException {
    Set<String> rows = new TreeSet<>();
    problems()
        .values()
        .forEach(problem -> {
          rows.add(problem.at("/properties/status/const") + " " + name(problem));
          assertThat(problem.at("/externalDocs/url").asText())
              .isEqualTo("docs/api.md#" + name(problem));
        });
    String page = Files.readString(ApiDocument.ROOT.resolve("docs/api.md"));
    assertThat(ROW.matcher(page).results().map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void ofFailuresAreDescribedForEveryOperation() {
    List<Problem> ofReads =
        List.of(Problem.contention(), Problem.databaseUnavailable(), Problem.internal());
    List<Problem> ofWrites = new ArrayList<>(ofReads);
    ofWrites.add(Problem.outcomeUnknown());
    ofWrites.add(Problem.requestInProgress());
    List<String> differences = new ArrayList<>();
    for (String route : document.operations().keySet()) {
      for (Problem problem : route.startsWith("POST ") ? ofWrites : ofReads) {
        ApiResponse answer = ApiResponse.problem(problem);
        Map<String, String> headers = new HashMap<>();
        answer
            .headers()
            .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        differences.addAll(document.differences(route, answer.status(), headers, answer.body()));
      }
    }
    assertThat(differences).isEmpty();
  }
}
