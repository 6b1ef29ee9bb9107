package dev.interlock.emulator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// requests.http has a request of every operation, all as the description has them, and the session
/// of the README.
class RequestsFileTest {
  private static final Pattern BODY_IN_README = Pattern.compile("-d '(\\{.*?})'", Pattern.DOTALL);

  private final ApiDocument document = ApiDocument.read();
  private final List<Written> requests = new ArrayList<>();

  /// A request of the file.
  private record Written(
      String method, String path, String query, Map<String, String> headers, String body) {

    static Written parse(String block) {
      String[] parts = block.split("\n\n", 2);
      List<String> head = parts[0].lines().skip(1).toList();
      String[] target = head.get(0).replace("{{api}}", "").split("[ ?]", -1);
      Map<String, String> headers = new LinkedHashMap<>();
      head.stream()
          .skip(1)
          .map(line -> line.split(": ", 2))
          .forEach(header -> headers.put(header[0], header[1]));
      return new Written(
          target[0],
          target[1],
          target.length > 2 ? target[2] : "",
          headers,
          parts.length > 1 ? parts[1].strip() : "");
    }
  }

  @BeforeEach
  void read() throws IOException {
    String file = Files.readString(ApiDocument.ROOT.resolve("requests.http"));
    String[] blocks = file.split("(?m)^(?=### )");
    assertThat(blocks[0]).contains("@api = http://127.0.0.1:3000", "@token = ");
    List.of(blocks).stream().skip(1).map(Written::parse).forEach(requests::add);
  }

  private String route(Written request) {
    return document.operations().keySet().stream()
        .filter(route ->
            (request.method + " " + request.path).matches(route.replaceAll("\\{\\w+}", "[^/]+")))
        .findFirst()
        .orElse("no operation for " + request.path);
  }

  @Test
  void hasEveryOperation() {
    TreeSet<String> routes = new TreeSet<>();
    requests.forEach(request -> routes.add(route(request)));
    assertThat(routes).isEqualTo(new TreeSet<>(document.operations().keySet()));
  }

  @Test
  void hasTheHeadersQueriesAndBodiesOfTheDescription() {
    List<String> differences = new ArrayList<>();
    for (Written request : requests) {
      String route = route(request);
      assertThat(request.headers).containsEntry("Authorization", "Bearer {{token}}");
      document
          .requestSchema(route)
          .ifPresent(schema -> {
            assertThat(request.headers).containsEntry("Content-Type", "application/json");
            document.errors(schema, request.body).forEach(each -> differences.add(route + each));
          });
      String parameters = document.operations().get(route) + "/parameters";
      List<String> allowed = new ArrayList<>();
      for (int i = 0; i < document.at(parameters).size(); i++) {
        JsonNode parameter = document.at(parameters + "/" + i);
        String name = parameter.path("name").asText();
        allowed.add(name);
        if (parameter.path("in").asText().equals("header")) {
          String value = ApiDocument.JSON.valueToTree(request.headers.get(name)).toString();
          document
              .errors(parameters + "/" + i + "/schema", value)
              .forEach(each -> differences.add(route + " " + name + each));
        }
      }
      if (!request.query.isEmpty()) {
        assertThat(request.query.split("&", -1))
            .allMatch(member -> allowed.contains(member.split("=", -1)[0]));
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void hasTheSessionOfTheReadme() throws IOException {
    List<JsonNode> bodies = new ArrayList<>();
    for (Written request : requests) {
      if (!request.body.isEmpty()) {
        bodies.add(ApiDocument.JSON.readTree(request.body));
      }
    }
    String readme = Files.readString(ApiDocument.ROOT.resolve("README.md"));
    List<JsonNode> session = new ArrayList<>();
    for (String body :
        BODY_IN_README.matcher(readme).results().map(match -> match.group(1)).toList()) {
      session.add(ApiDocument.JSON.readTree(body));
    }
    assertThat(session).isNotEmpty();
    assertThat(bodies).containsAll(session);
  }
}
