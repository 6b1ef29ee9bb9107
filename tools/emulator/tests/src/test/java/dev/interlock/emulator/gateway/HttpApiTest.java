package dev.interlock.emulator.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.lambda.FunctionFailedException;
import dev.interlock.emulator.lambda.FunctionFailedException.Reason;
import dev.interlock.emulator.lambda.FunctionInvoker;
import dev.interlock.emulator.template.Template;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The response to a caller when a function gives no answer.
class HttpApiTest {
  @TempDir static Path folder;

  @Test
  void theGatewayWaits29SecondsForAFunction() {
    assertThat(FunctionInvoker.WAIT_MAX).isEqualTo(Duration.ofSeconds(29));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void eachFailureOfAFunctionHasItsResponse(Reason reason) throws Exception {
    FunctionInvoker failing =
        (id, event) -> {
          throw new FunctionFailedException(reason, "{}".getBytes(UTF_8));
        };
    String expected =
        switch (reason) {
          case FUNCTION_ERROR, DIED, TIMED_OUT -> "500 {\"message\":\"Internal Server Error\"}";
          case NO_ENVIRONMENT -> "503 {\"message\":\"Service Unavailable\"}";
          case EVENT_TOO_LARGE -> "413 {\"message\":\"Request Entity Too Large\"}";
        };
    assertThat(answer(failing, FunctionInvoker.WAIT_MAX)).isEqualTo(expected);
  }

  @Test
  void aFunctionThatDoesNotAnswerInTimeBecomesA503() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    FunctionInvoker silent =
        (id, event) -> {
          awaitOrGiveUp(never);
          return new byte[0];
        };
    try {
      assertThat(answer(silent, Duration.ofMillis(300)))
          .isEqualTo("503 {\"message\":\"Service Unavailable\"}");
    } finally {
      never.countDown();
    }
  }

  private static void awaitOrGiveUp(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private String answer(FunctionInvoker functions, Duration waitMax) throws Exception {
    Template template =
        new Template(
            Map.of(), List.of(new Template.Route("ANY", "$default", "F", false)), Optional.empty());
    try (HttpApi api = HttpApi.bind(FreePort.choose());
        HttpClient client = HttpClient.newHttpClient()) {
      api.start(template, TokenIssuer.of(folder.resolve("key.pem")), functions, waitMax);
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(api.url() + "/x"))
                  .timeout(Duration.ofSeconds(20))
                  .build(),
              BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    }
  }
}
