package dev.interlock.launcher;

import static dev.interlock.launcher.GatewayStack.INTERNAL_ERROR;
import static dev.interlock.launcher.GatewayStack.assertOwn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller receives of a function's answer.
@ResourceLock(GatewayStack.LOCK)
@ExtendWith(GatewayStack.Shared.class)
class GatewayAnswersTest {
  private final GatewayStack gateway;

  GatewayAnswersTest(GatewayStack gateway) {
    this.gateway = gateway;
  }

  private HttpResponse<String> answered(String json) throws Exception {
    return gateway.order("answer " + Base64.getEncoder().encodeToString(json.getBytes(UTF_8)));
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
  void anAnswerOverSixMegabytesIsAnInternalError() throws Exception {
    assertThat(gateway.orderInTime("fill 6291556").body()).hasSize(6_291_554);
    assertOwn(gateway.orderInTime("fill 6291557"), 500, INTERNAL_ERROR);
    assertThat(gateway.order("sleep 0").statusCode()).isEqualTo(200);
  }
}
