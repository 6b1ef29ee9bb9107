package dev.interlock.launcher;

import static dev.interlock.launcher.GatewayStack.assertOwn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a function receives of a request, and which requests are too large for it.
@ResourceLock(GatewayStack.LOCK)
@ExtendWith(GatewayStack.Shared.class)
class GatewayEventsTest {
  private final GatewayStack gateway;

  GatewayEventsTest(GatewayStack gateway) {
    this.gateway = gateway;
  }

  @Test
  void functionReceivesPayloadFormat2() throws Exception {
    JsonNode event =
        gateway
            .echo(
                gateway
                    .asCaller("/echo/b%20c%2Fd?a=1&b=%26&a=2&c&d=x+y")
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
        gateway
            .echo(gateway.asCaller("/echo/fixed").header("User-Agent", "tests"))
            .at("/event/requestContext");
    JsonNode jwt = context.at("/authorizer/jwt");
    assertThat(jwt.at("/claims/sub").textValue()).isEqualTo("alice");
    assertThat(jwt.at("/claims/iss").textValue()).isEqualTo(gateway.url());
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

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "text/x-y"})
  void textBodyReachesTheFunctionUnchanged(String type) throws Exception {
    String body = "{ \"ä\" : \"\\u0061\\n€\uD83D\uDE00\", \"\\\"\":1.0 }\r\n\t";
    JsonNode event =
        gateway
            .echo(
                gateway
                    .asCaller("/echo")
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

  private void assertBase64(byte[] body, String type) throws Exception {
    JsonNode event =
        gateway
            .echo(
                gateway
                    .asCaller("/echo")
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
        gateway.send(gateway.asCaller("/misbehave").POST(BodyPublishers.ofByteArray(body))),
        413,
        "{\"message\":\"Request Entity Too Large\"}");
  }

  /// A body grows when it becomes part of the event: by base64, or by JSON escapes.
  @Test
  void aRequestOverSixMegabytesAsAnEventIsTooLarge() throws Exception {
    String order = "ignore ";
    assertThat(gateway.orderInTime(order + "x".repeat(6_200_000)).statusCode()).isEqualTo(200);
    String tooLarge = "{\"message\":\"Request Entity Too Large\"}";
    assertOwn(gateway.orderInTime(order + "x".repeat(6_291_456)), 413, tooLarge);
    assertOwn(gateway.orderInTime(order + "\\".repeat(3_200_000)), 413, tooLarge);
    byte[] binary = new byte[4_800_000];
    assertOwn(
        gateway.send(gateway.asCaller("/misbehave").POST(BodyPublishers.ofByteArray(binary))),
        413,
        tooLarge);
  }

  @Test
  void functionHasOnlyTheVariablesOfTheTemplateAndOfLambda() throws Exception {
    JsonNode answer = gateway.echo(gateway.asCaller("/echo/a"));
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
    // The line may come a little later than the answer.
    String line = "echoed " + context.path("requestId").asText();
    Awaitility.await().untilAsserted(() -> assertThat(gateway.command().err()).contains(line));
    assertThat(gateway.command().out()).doesNotContain("echoed");
  }
}
