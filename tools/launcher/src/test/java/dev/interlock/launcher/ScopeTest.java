package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.gateway.HttpApi;
import dev.interlock.emulator.gateway.TokenIssuer;
import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.lambda.FunctionInvoker;
import dev.interlock.emulator.template.Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With `JwtScope`, a token of the right issuer and audience is not enough at the local gateway.
class ScopeTest {
  private static final Path TEMPLATE = Path.of("../..", "template.yaml");
  private static final FunctionInvoker ACCEPTS =
      (id, event) -> "{\"statusCode\":201}".getBytes(UTF_8);

  /// Shared, so that the issuer's key is made once.
  @TempDir static Path folder;

  private HttpApi api;

  @BeforeEach
  void bind() throws Exception {
    api = HttpApi.bind(FreePort.choose());
  }

  @AfterEach
  void close() {
    api.close();
  }

  private void start(String scope) throws Exception {
    TokenIssuer issuer = TokenIssuer.of(folder.resolve("issuer.pem"));
    Map<String, String> parameters =
        Map.of(
            "DatabaseUrl",
            "postgresql://127.0.0.1/interlock",
            "JwtIssuer",
            api.url(),
            "JwtAudience",
            "interlock",
            "JwtScope",
            scope);
    api.start(Template.read(TEMPLATE, parameters), issuer, ACCEPTS);
  }

  private String transfer(Map<String, Object> claims) throws Exception {
    Tokens tokens = Tokens.of(folder.resolve("issuer.pem"), api.url());
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(api.url() + "/transfers"))
              .header("Authorization", "Bearer " + tokens.with(claims))
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      return said(client.send(request, BodyHandlers.ofString()));
    }
  }

  private static String said(HttpResponse<String> response) throws IOException {
    return response.statusCode() + " " + response.body();
  }

  @Test
  void withoutAScopeEveryTokenOfTheAudienceIsAccepted() throws Exception {
    start("");
    assertThat(transfer(Map.of())).startsWith("201");
  }

  @Test
  void anIdTokenOfTheSameClientIsForbidden() throws Exception {
    start("money/move");
    assertThat(transfer(Map.of("token_use", "id"))).isEqualTo("403 {\"message\":\"Forbidden\"}");
  }

  @Test
  void aTokenWithTheScopeIsAccepted() throws Exception {
    start("money/move");
    assertThat(transfer(Map.of("scope", "openid money/move"))).startsWith("201");
    assertThat(transfer(Map.of("scp", "money/move openid"))).startsWith("201");
    assertThat(transfer(Map.of("scp", List.of("openid", "money/move")))).startsWith("201");
  }

  @Test
  void aTokenWithOtherScopesIsForbidden() throws Exception {
    start("money/move");
    for (Object scopes : List.of("money", "money/moves", "MONEY/MOVE", "a,money/move", 7)) {
      assertThat(transfer(Map.of("scope", scopes))).as("scope %s", scopes).startsWith("403");
    }
  }

  @Test
  void anInvalidTokenIsUnauthorizedWhateverItsScope() throws Exception {
    start("money/move");
    assertThat(transfer(Map.of("scope", "money/move", "aud", "other"))).startsWith("401");
  }
}
