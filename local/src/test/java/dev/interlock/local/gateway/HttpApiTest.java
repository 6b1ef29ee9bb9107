package dev.interlock.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.local.FreePort;
import dev.interlock.local.FunctionFailedException;
import dev.interlock.local.FunctionFailedException.Reason;
import dev.interlock.local.FunctionInvoker;
import dev.interlock.local.template.Template;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a caller hears of a function that gave no answer.
class HttpApiTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aFunctionWithoutAnswerIsAnsweredFor(Reason reason) throws Exception {
    FunctionInvoker failing =
        (id, event) -> {
          throw new FunctionFailedException(reason, "{}".getBytes(UTF_8));
        };
    Template template =
        new Template(
            Map.of(), List.of(new Template.Route("ANY", "$default", "F", false)), Optional.empty());
    try (HttpApi api = HttpApi.bind(FreePort.choose());
        HttpClient client = HttpClient.newHttpClient()) {
      api.start(template, TokenIssuer.of(folder.resolve("key.pem")), failing);
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(api.url() + "/x")).build(),
              BodyHandlers.ofString());
      String expected =
          reason == Reason.NO_ENVIRONMENT
              ? "503 {\"message\":\"Service Unavailable\"}"
              : "500 {\"message\":\"Internal Server Error\"}";
      assertThat(response.statusCode() + " " + response.body()).isEqualTo(expected);
    }
  }
}
