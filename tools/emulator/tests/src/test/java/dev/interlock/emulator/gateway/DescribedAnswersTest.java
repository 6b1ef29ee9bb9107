package dev.interlock.emulator.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.openapi.ApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The description has what the gateway answers by itself, and is served as JSON.
class DescribedAnswersTest {
  private final ApiDocument document = ApiDocument.read();

  @Test
  void describesWhatTheGatewayAnswersByItself() {
    List<ProxyResponse> ofEveryRoute =
        List.of(
            ProxyResponse.UNAUTHORIZED,
            ProxyResponse.FORBIDDEN,
            ProxyResponse.INTERNAL_ERROR,
            ProxyResponse.UNAVAILABLE);
    List<String> differences = new ArrayList<>();
    for (String route : document.operations().keySet()) {
      List<ProxyResponse> answers = new ArrayList<>(ofEveryRoute);
      answers.add(route.startsWith("POST ") ? ProxyResponse.TOO_LARGE : ProxyResponse.NOT_FOUND);
      for (ProxyResponse answer : answers) {
        differences.addAll(
            document.differences(
                route, answer.status, answer.headers, new String(answer.body, UTF_8)));
      }
      // Only AWS throttles.
      differences.addAll(
          document.differences(
              route,
              429,
              Map.of("content-type", "application/json"),
              "{\"message\":\"Too Many Requests\"}"));
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void isServedAsJsonWithTheStackAsItsServer() throws IOException {
    String yaml = Files.readString(ApiDocument.ROOT.resolve("openapi.yaml"));
    JsonNode served =
        new ObjectMapper().readTree(ApiDescription.json(yaml, "http://127.0.0.1:4000"));
    assertThat(served.at("/servers").toString()).isEqualTo("[{\"url\":\"http://127.0.0.1:4000\"}]");
    assertThat(served.path("openapi").asText()).startsWith("3.1.");
    Set<String> paths = new TreeSet<>();
    served.path("paths").fieldNames().forEachRemaining(paths::add);
    assertThat(document.operations().keySet())
        .extracting(route -> route.substring(route.indexOf(' ') + 1))
        .containsExactlyInAnyOrderElementsOf(paths);
  }
}
