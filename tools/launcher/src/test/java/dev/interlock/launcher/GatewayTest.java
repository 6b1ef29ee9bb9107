package dev.interlock.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The HTTP API as a caller sees it, and the events that functions receive.
@Isolated("one of its tests measures times")
class GatewayTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String UNAUTHORIZED = "{\"message\":\"Unauthorized\"}";
  private static final String INTERNAL_ERROR = "{\"message\":\"Internal Server Error\"}";

  @TempDir static Path data;
  private static CommandProcess stack;
  private static String url;
  private static Tokens tokens;

  @BeforeAll
  static void start() throws Exception {
    int port = FreePort.choose();
    url = "http://127.0.0.1:" + port;
    stack =
        CommandProcess.run(
                "start",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--database-port",
                Integer.toString(FreePort.choose()),
                "--environments",
                "2")
            .awaitReady();
    tokens = Tokens.of(data.resolve("issuer.pem"), url);
  }

  @AfterAll
  static void stop() throws IOException {
    stack.close();
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  private static HttpRequest.Builder as(String token, String path) {
    return to(path).header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> order(String order) throws Exception {
    return send(
        as(tokens.valid(), "/misbehave")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(order)));
  }

  private static JsonNode echo(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static void assertOwn(HttpResponse<String> response, int status, String body) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nowhere",
    "GET, /echo",
    "POST, /echo/",
    "POST, /ECHO",
    "GET, /echo/",
    "GET, /echo/a/b/c",
    "GET, //echo/a",
    "GET, /any/",
    "PUT, /echo",
    "OPTIONS, /echo",
    "DELETE, /"
  })
  void requestWithoutRouteIsNotFoundWithAndWithoutToken(String method, String path)
      throws Exception {
    String notFound = "{\"message\":\"Not Found\"}";
    assertOwn(send(to(path).method(method, BodyPublishers.noBody())), 404, notFound);
    assertOwn(
        send(as(tokens.valid(), path).method(method, BodyPublishers.noBody())), 404, notFound);
  }

  @Test
  void aHeadRequestHasNoRoute() throws Exception {
    HttpResponse<String> response = send(as(tokens.valid(), "/echo/a").HEAD());
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void missingTokenIsUnauthorized() throws Exception {
    assertOwn(send(to("/echo/a")), 401, UNAUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x.y.z", "Basic YTpi", "x.y.z", "null"})
  void malformedTokenIsUnauthorized(String header) throws Exception {
    assertOwn(send(to("/echo/a").header("Authorization", header)), 401, UNAUTHORIZED);
  }

  @Test
  void badTokensAreUnauthorized() throws Exception {
    for (Tokens.Case each : tokens.bad()) {
      HttpResponse<String> response = send(as(each.token(), "/echo/a"));
      assertThat(response.statusCode()).as(each.what()).isEqualTo(401);
      assertThat(response.body()).isEqualTo(UNAUTHORIZED);
    }
  }

  @Test
  void goodTokensPass() throws Exception {
    for (Tokens.Case each : tokens.good()) {
      assertThat(send(as(each.token(), "/echo/a")).statusCode()).as(each.what()).isEqualTo(200);
    }
    assertThat(send(to("/echo/a").header("authorization", tokens.valid())).statusCode())
        .as("without Bearer")
        .isEqualTo(200);
  }

  @Test
  void duplicateTokenIsUnauthorized() throws Exception {
    HttpRequest.Builder twice = as(tokens.valid(), "/echo/a");
    twice.header("Authorization", "Bearer " + tokens.valid());
    assertOwn(send(twice), 401, UNAUTHORIZED);
  }

  @Test
  void aRouteWithoutAuthorizerIsOpen() throws Exception {
    JsonNode context = echo(to("/open")).at("/event/requestContext");
    assertThat(context.has("authorizer")).isFalse();
  }

  @Test
  void theIssuerPublishesItsKey() throws Exception {
    HttpResponse<String> keys = send(to("/.well-known/jwks.json"));
    assertThat(keys.statusCode()).isEqualTo(200);
    JsonNode key = JSON.readTree(keys.body()).at("/keys/0");
    assertThat(key.path("kty").asText()).isEqualTo("RSA");
    assertThat(key.path("kid").asText()).isNotEmpty();
    assertThat(key.has("d")).isFalse();
    JsonNode about = JSON.readTree(send(to("/.well-known/openid-configuration")).body());
    assertThat(about.path("issuer").asText()).isEqualTo(url);
  }

  @Test
  void functionReceivesPayloadFormat2() throws Exception {
    JsonNode event =
        echo(as(tokens.valid(), "/echo/b%20c%2Fd?a=1&b=%26&a=2&c&d=x+y")
                .header("X-Twice", "1")
                .header("X-Twice", "2")
                .header("Cookie", "k=v; l=w")
                .header("User-Agent", "tests"))
            .path("event");
    assertThat(event.path("version").asText()).isEqualTo("2.0");
    assertThat(event.path("routeKey").asText()).isEqualTo("GET /echo/{id}");
    assertThat(event.path("rawPath").asText()).isEqualTo("/echo/b c/d");
    assertThat(event.path("rawQueryString").asText()).isEqualTo("a=1&b=%26&a=2&c&d=x+y");
    assertThat(event.path("cookies").toString()).isEqualTo("[\"k=v\",\"l=w\"]");
    assertThat(event.at("/headers/x-twice").asText()).isEqualTo("1,2");
    assertThat(event.path("headers").has("cookie")).isFalse();
    assertThat(event.path("queryStringParameters").toString())
        .isEqualTo("{\"a\":\"1,2\",\"b\":\"&\",\"c\":\"\",\"d\":\"x y\"}");
    assertThat(event.path("pathParameters").toString()).isEqualTo("{\"id\":\"b c/d\"}");
    assertThat(event.has("body")).isFalse();
    assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
  }

  @Test
  void requestContextHasTheCaller() throws Exception {
    JsonNode context =
        echo(as(tokens.valid(), "/echo/fixed").header("User-Agent", "tests"))
            .at("/event/requestContext");
    JsonNode jwt = context.at("/authorizer/jwt");
    assertThat(jwt.at("/claims/sub").textValue()).isEqualTo("alice");
    assertThat(jwt.at("/claims/iss").textValue()).isEqualTo(url);
    assertThat(jwt.at("/claims/exp").textValue()).matches("[0-9]+");
    assertThat(jwt.at("/claims/groups").textValue()).isEqualTo("[a b]");
    assertThat(jwt.at("/claims/flag").textValue()).isEqualTo("true");
    assertThat(jwt.path("scopes").isNull()).isTrue();
    assertThat(context.path("routeKey").asText()).isEqualTo("GET /echo/fixed");
    assertThat(context.path("stage").asText()).isEqualTo("$default");
    assertThat(context.path("time").asText())
        .matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
    assertThat(context.path("timeEpoch").isIntegralNumber()).isTrue();
    assertThat(context.path("http").toString())
        .isEqualTo(
            "{\"method\":\"GET\",\"path\":\"/echo/fixed\",\"protocol\":\"HTTP/1.1\","
                + "\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"tests\"}");
    for (String name : List.of("accountId", "apiId", "domainName", "domainPrefix", "requestId")) {
      assertThat(context.path(name).asText()).as(name).isNotEmpty();
    }
  }

  @Test
  void theMostSpecificRouteWins() throws Exception {
    assertThat(echo(as(tokens.valid(), "/echo/x/y")).at("/event/routeKey").asText())
        .isEqualTo("GET /echo/{id}/{part}");
    JsonNode greedy =
        echo(as(tokens.valid(), "/any/x/y%20z").method("PATCH", BodyPublishers.noBody()));
    assertThat(greedy.at("/event/routeKey").asText()).isEqualTo("ANY /any/{rest+}");
    assertThat(greedy.at("/event/pathParameters/rest").asText()).isEqualTo("x/y z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "text/x-y"})
  void textBodyReachesTheFunctionUnchanged(String type) throws Exception {
    String body = "{ \"ä\" : \"\\u0061\\n€\uD83D\uDE00\", \"\\\"\":1.0 }\r\n\t";
    JsonNode event =
        echo(as(tokens.valid(), "/echo")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)))
            .path("event");
    assertThat(event.path("body").asText()).isEqualTo(body);
    assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
  }

  @Test
  void binaryBodyReachesTheFunctionAsBase64() throws Exception {
    byte[] broken = {'{', (byte) 0xC3, (byte) 0x28, '}'};
    assertBase64(broken, "application/json");
    assertBase64("a=b".getBytes(UTF_8), "application/x-www-form-urlencoded");
  }

  private static void assertBase64(byte[] body, String type) throws Exception {
    JsonNode event =
        echo(as(tokens.valid(), "/echo")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body)))
            .path("event");
    assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(Base64.getDecoder().decode(event.path("body").asText())).isEqualTo(body);
  }

  @Test
  void moreThanTenMegabytesAreTooLarge() throws Exception {
    byte[] body = new byte[10 * 1024 * 1024 + 1];
    assertOwn(
        send(as(tokens.valid(), "/misbehave").POST(BodyPublishers.ofByteArray(body))),
        413,
        "{\"message\":\"Request Entity Too Large\"}");
  }

  /// A body grows when it becomes part of the event: by base64, or by JSON escapes.
  @Test
  void aRequestOverSixMegabytesAsAnEventIsTooLarge() throws Exception {
    String order = "ignore ";
    assertThat(order(order + "x".repeat(6_200_000)).statusCode()).isEqualTo(200);
    String tooLarge = "{\"message\":\"Request Entity Too Large\"}";
    assertOwn(order(order + "x".repeat(6_291_456)), 413, tooLarge);
    assertOwn(order(order + "\\".repeat(3_200_000)), 413, tooLarge);
    byte[] binary = new byte[4_800_000];
    assertOwn(
        send(as(tokens.valid(), "/misbehave").POST(BodyPublishers.ofByteArray(binary))),
        413,
        tooLarge);
  }

  @Test
  void anAnswerOverSixMegabytesIsAnInternalError() throws Exception {
    assertThat(order("fill 6291556").body()).hasSize(6_291_554);
    assertOwn(order("fill 6291557"), 500, INTERNAL_ERROR);
    assertThat(order("sleep 0").statusCode()).isEqualTo(200);
  }

  @Test
  void functionHasOnlyTheVariablesOfTheTemplateAndOfLambda() throws Exception {
    JsonNode answer = echo(as(tokens.valid(), "/echo/a"));
    JsonNode environment = answer.path("environment");
    assertThat(environment.path("STAGE").asText()).isEqualTo("desk in us-east-1 ${kept}");
    assertThat(environment.path("PLACE").asText()).isEqualTo("desk");
    assertThat(environment.has("NOTHING")).isFalse();
    assertThat(environment.path("DATABASE_USER").asText()).isEqualTo("interlock_function");
    assertThat(environment.path("DATABASE_URL").asText()).startsWith("postgresql://127.0.0.1:");
    assertThat(environment.path("DATABASE_PRODUCT").asText()).isEqualTo("postgresql");
    assertThat(environment.path("AWS_LAMBDA_FUNCTION_NAME").asText()).isEqualTo("EchoFunction");
    assertThat(environment.path("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").asText()).isEqualTo("256");
    assertThat(environment.path("TZ").asText()).isEqualTo(":UTC");
    assertThat(environment.has("HOME")).isFalse();
    JsonNode context = answer.path("context");
    assertThat(context.path("remainingMillis").asLong()).isBetween(10_000L, 20_000L);
    assertThat(context.path("heapMax").asLong()).isLessThan(256L * 1024 * 1024);
    assertThat(stack.err()).contains("echoed " + context.path("requestId").asText());
    assertThat(stack.out()).doesNotContain("echoed");
  }

  @Test
  void aFunctionThatThrowsIsAnInternalErrorAndStaysWarm() throws Exception {
    int before = pid();
    assertOwn(order("throw"), 500, INTERNAL_ERROR);
    assertThat(pid()).isEqualTo(before);
  }

  @Test
  void aFunctionThatDiesIsAnInternalErrorAndReplaced() throws Exception {
    assertOwn(order("exit"), 500, INTERNAL_ERROR);
    assertThat(ProcessHandle.of(pid())).isPresent();
  }

  @Test
  void aFunctionThatHangsIsKilledAtItsTimeout() throws Exception {
    int before = pid();
    long start = System.nanoTime();
    assertOwn(order("hang"), 500, INTERNAL_ERROR);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(6));
    Awaitility.await()
        .until(() -> ProcessHandle.of(before).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(pid()).isNotEqualTo(before);
  }

  @Test
  void anEnvironmentKilledWhileIdleIsReplacedUnnoticed() throws Exception {
    for (int round = 0; round < 3; round++) {
      ProcessHandle idle = ProcessHandle.of(pid()).orElseThrow();
      idle.destroyForcibly();
      idle.onExit().join();
      assertThat(order("sleep 0").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFunctionThatCannotStartIsAnInternalError() throws Exception {
    for (int round = 0; round < 2; round++) {
      assertOwn(
          send(as(tokens.valid(), "/unstartable").POST(BodyPublishers.noBody())),
          500,
          INTERNAL_ERROR);
    }
  }

  private static int pid() throws Exception {
    return JSON.readTree(order("sleep 0").body()).path("pid").asInt();
  }

  @Test
  void callsBeyondTheEnvironmentsWait() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      HttpRequest request =
          as(tokens.valid(), "/misbehave")
              .header("Content-Type", "text/plain")
              .POST(BodyPublishers.ofString("sleep 200"))
              .build();
      calls.add(HTTP.sendAsync(request, BodyHandlers.ofString()));
    }
    Set<Integer> pids = new TreeSet<>();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertThat(call.get().statusCode()).isEqualTo(200);
      pids.add(JSON.readTree(call.get().body()).path("pid").asInt());
    }
    assertThat(pids).hasSize(2);
  }

  private static HttpResponse<String> answered(String json) throws Exception {
    return order("answer " + Base64.getEncoder().encodeToString(json.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "{} {}",
        "{\"statusCode\":\"abc\"}",
        "{\"statusCode\":20}",
        "{\"statusCode\":200,\"body\":{}}",
        "{\"statusCode\":200,\"headers\":[]}",
        "{\"statusCode\":200,\"headers\":{\"a\":{}}}",
        "{\"statusCode\":200,\"body\":\"!\",\"isBase64Encoded\":true}"
      })
  void aMalformedAnswerIsAnInternalError(String json) throws Exception {
    assertOwn(answered(json), 500, INTERNAL_ERROR);
  }

  @Test
  void responseInFormat2IsUnpacked() throws Exception {
    HttpResponse<String> response =
        answered(
            "{\"statusCode\":409,\"headers\":{\"Content-Type\":\"application/problem+json\","
                + "\"X-Number\":7},\"cookies\":[\"a=1\",\"b=2\"],\"body\":\"4pyT\","
                + "\"isBase64Encoded\":true}");
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).isEqualTo("✓");
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(response.headers().firstValue("x-number")).hasValue("7");
    assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
  }

  @Test
  void anAnswerWithoutStatusIsTheBodyOfA200() throws Exception {
    assertOwn(answered("{\"a\": [1, null]}"), 200, "{\"a\":[1,null]}");
    assertOwn(answered("\"text\""), 200, "text");
  }

  @Test
  void anAnswerDoesNotWaitForAnAcknowledgement() throws Exception {
    order("sleep 0");
    Duration fastest = Duration.ofHours(1);
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      order("sleep 0");
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
    }
    // A delayed acknowledgement would cost every answer 40 ms. A busy machine delays only some.
    assertThat(fastest).isLessThan(Duration.ofMillis(35));
  }
}
