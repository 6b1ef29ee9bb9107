package dev.interlock.emulator.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.emulator.host.FreePort;
import dev.interlock.emulator.lambda.FunctionInvoker;
import dev.interlock.emulator.template.Template;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A browser that calls the API from a page of another origin, with the CORS configuration of
/// template.yaml.
class CrossOriginTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final String PAGE = "https://app.example.com";
  private static final String TRANSFERS = "/transfers";

  /// Answers with a CORS header, which API Gateway replaces.
  private static final FunctionInvoker FUNCTION =
      (id, event) ->
          "{\"statusCode\":201,\"headers\":{\"ETag\":\"x\",\"Access-Control-Allow-Origin\":\"*\"}}"
              .getBytes(UTF_8);

  @TempDir static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static HttpApi api;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    api = start(PAGE + ",http://localhost:5173");
    TokenIssuer issuer = TokenIssuer.of(folder.resolve("key.pem"));
    token = issuer.token(api.url(), "alice", Duration.ofHours(1));
  }

  private static HttpApi start(String origins) throws Exception {
    HttpApi bound = HttpApi.bind(FreePort.choose());
    bound.start(
        template(bound.url(), origins), TokenIssuer.of(folder.resolve("key.pem")), FUNCTION);
    return bound;
  }

  private static Template template(String issuer, String origins) throws Exception {
    return Template.read(
        ROOT.resolve("template.yaml"),
        Map.of(
            "DatabaseUrl",
            "",
            "JwtIssuer",
            issuer,
            "JwtAudience",
            "interlock",
            "CorsOrigins",
            origins));
  }

  @AfterAll
  static void stop() {
    api.close();
    HTTP.close();
  }

  /// The status and the CORS headers of an answer.
  private record Seen(int status, Map<String, String> headers) {}

  private static Seen send(HttpApi to, String method, String path, String... headers)
      throws Exception {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(to.url() + path))
                .method(method, BodyPublishers.noBody())
                .headers(headers)
                .timeout(Duration.ofSeconds(20))
                .build(),
            BodyHandlers.ofString());
    Map<String, String> seen = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (name.startsWith("access-control-")) {
            seen.put(name, String.join("; ", values));
          }
        });
    return new Seen(response.statusCode(), seen);
  }

  private static Seen preflight(String origin, String method, String headers) throws Exception {
    return send(
        api,
        "OPTIONS",
        TRANSFERS,
        "Origin",
        origin,
        "Access-Control-Request-Method",
        method,
        "Access-Control-Request-Headers",
        headers);
  }

  @Test
  void aPreflightIsAnsweredWithoutATokenAndWithoutAFunction() throws Exception {
    Map<String, String> allowed =
        Map.of(
            "access-control-allow-origin", PAGE,
            "access-control-allow-methods", "GET,POST",
            "access-control-allow-headers", "authorization,content-type,idempotency-key,if-match",
            "access-control-max-age", "600");
    assertThat(preflight(PAGE, "POST", "authorization, Content-Type,idempotency-key,if-match"))
        .isEqualTo(new Seen(204, allowed));
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com.evil.example, POST, authorization",
    "http://app.example.com, POST, authorization",
    "https://APP.example.com, POST, authorization",
    "https://app.example.com, DELETE, authorization",
    "https://app.example.com, POST, 'authorization,x-other'",
  })
  void aPreflightForWhatIsNotAllowedGetsNoHeaders(String origin, String method, String headers)
      throws Exception {
    assertThat(preflight(origin, method, headers)).isEqualTo(new Seen(204, Map.of()));
  }

  @Test
  void anOptionsRequestThatIsNoPreflightGetsNoHeaders() throws Exception {
    assertThat(send(api, "OPTIONS", TRANSFERS, "Origin", PAGE)).isEqualTo(new Seen(204, Map.of()));
    assertThat(send(api, "OPTIONS", TRANSFERS, "X-Any", "x")).isEqualTo(new Seen(204, Map.of()));
  }

  @Test
  void anAnswerOfAFunctionIsReadableByTheOriginsOfTheList() throws Exception {
    for (String origin : List.of(PAGE, "http://localhost:5173")) {
      assertThat(post(api, origin))
          .isEqualTo(
              new Seen(
                  201,
                  Map.of(
                      "access-control-allow-origin",
                      origin,
                      "access-control-expose-headers",
                      "etag,idempotency-replayed,retry-after")));
    }
    assertThat(post(api, "https://other.example.com")).isEqualTo(new Seen(201, Map.of()));
  }

  private static Seen post(HttpApi to, String origin) throws Exception {
    return send(to, "POST", TRANSFERS, "Origin", origin, "Authorization", "Bearer " + token);
  }

  @Test
  void anAnswerOfTheGatewayItselfHasNoCorsHeaders() throws Exception {
    assertThat(send(api, "POST", TRANSFERS, "Origin", PAGE)).isEqualTo(new Seen(401, Map.of()));
    assertThat(send(api, "GET", TRANSFERS, "Origin", PAGE)).isEqualTo(new Seen(404, Map.of()));
  }

  @Test
  void aStarAllowsEveryOrigin() throws Exception {
    try (HttpApi open = start("*")) {
      Seen seen =
          send(
              open,
              "OPTIONS",
              "/nowhere",
              "Origin",
              "http://any.example",
              "Access-Control-Request-Method",
              "GET");
      assertThat(seen.status()).isEqualTo(204);
      assertThat(seen.headers()).containsEntry("access-control-allow-origin", "*");
    }
  }

  @Test
  void withoutOriginsOptionsHasNoRoute() throws Exception {
    assertThat(template("http://127.0.0.1:3000", "").cors()).isEqualTo(Optional.empty());
    try (HttpApi closed = start("")) {
      assertThat(
              send(
                  closed,
                  "OPTIONS",
                  TRANSFERS,
                  "Origin",
                  PAGE,
                  "Access-Control-Request-Method",
                  "POST"))
          .isEqualTo(new Seen(404, Map.of()));
    }
  }
}
