package dev.interlock.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.interlock.testkit.calls.Event;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A request has the fields of its event, and a malformed event has no caller.
class EventReaderTest {

  private static final String CALLER =
      "\"requestContext\":{\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":\"alice\"}}}}";

  @Test
  void requestHasTheFieldsOfTheEvent() {
    ApiRequest request =
        read(
            Event.get("/accounts/{id}")
                .caller("alice")
                .header("X-One", "1")
                .path("id", "a")
                .query("limit", "7")
                .json());
    assertThat(request.routeKey()).isEqualTo("GET /accounts/{id}");
    assertThat(request.caller()).isEqualTo(new Caller("alice"));
    assertThat(request.header("x-one")).contains("1");
    assertThat(request.pathParameter("id")).contains("a");
    assertThat(request.query(new Violations()).text("limit")).contains("7");
    assertThat(request.header("x-two")).isEmpty();
    assertThat(request.pathParameter("other")).isEmpty();
    assertThat(request.query(new Violations()).text("after")).isEmpty();
  }

  /// API Gateway leaves out absent members, or sets them to null.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"headers\":null,\"pathParameters\":null,\"queryStringParameters\":null,\"body\":null",
        ",\"headers\":[],\"pathParameters\":\"\",\"queryStringParameters\":1,\"body\":{\"a\":1}",
        ",\"headers\":{\"content-type\":null,\"a\":[1]},\"isBase64Encoded\":{}"
      })
  void absentMemberIsEmpty(String members) {
    ApiRequest request = read("{" + CALLER + members + "}");
    assertThat(request.header("content-type")).isEmpty();
    assertThat(request.pathParameter("id")).isEmpty();
    assertThat(request.query(new Violations()).text("limit")).isEmpty();
    assertThat(refusal(() -> request.write()).name()).isEqualTo("unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "[]",
        "\"x\"",
        "{",
        "{}",
        "{} {}",
        "{\"sub\":\"alice\"}",
        "{\"claims\":{\"sub\":\"alice\"}}",
        "{\"requestContext\":null}",
        "{\"requestContext\":[{\"authorizer\":1}]}",
        "{\"requestContext\":{\"authorizer\":{\"claims\":{\"sub\":\"alice\"}}}}",
        "{\"requestContext\":{\"authorizer\":{\"lambda\":{\"sub\":\"alice\"}}}}",
        "{\"requestContext\":{\"authorizer\":{\"jwt\":{\"sub\":\"alice\"}}}}",
        "{\"requestContext\":{\"authorizer\":{\"jwt\":{\"claims\":{\"SUB\":\"alice\"}}}}}",
        "{\"requestContext\":{\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":1}}}}}",
        "{\"requestContext\":{\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":null}}}}}",
        "{\"requestContext\":{\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":[\"alice\"]}}}}}",
        "{\"requestContext\":{\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":\"\\ud800\"}}}}}"
      })
  void eventWithoutSubjectIsUnauthenticated(String event) {
    assertThat(refusal(() -> read(event)).status()).isEqualTo(401);
  }

  /// With two callers, or one in malformed JSON, the event has no verified caller.
  @Test
  void ambiguousCallerCountsAsNone() {
    String mallory = CALLER.replace("alice", "mallory");
    for (String event :
        List.of(
            "{" + CALLER + "," + mallory + "}",
            "{" + CALLER.replace("}}}}", ",\"sub\":\"mallory\"}}}}") + "}",
            "{" + CALLER,
            "{" + CALLER + "}}",
            "{" + CALLER + "} x",
            "{" + CALLER + ",\"body\":\"\\x\"}")) {
      assertThat(refusal(() -> read(event)).name()).as(event).isEqualTo("unauthenticated");
    }
  }

  @Test
  void invalidUtf8HasNoCaller() {
    byte[] event = ("{" + CALLER + ",\"body\":\"?\"}").getBytes(StandardCharsets.UTF_8);
    event[event.length - 3] = (byte) 0xFF;
    assertThat(refusal(() -> ApiRequest.read(new ByteArrayInputStream(event))).status())
        .isEqualTo(401);
  }

  @Test
  void headerInTwoCasesCountsAsDuplicate() {
    ApiRequest request =
        read(Event.post("/x").caller("alice").header("A", "1").header("a", "2").json());
    assertThat(request.header("a").orElseThrow()).isIn("1,2", "2,1");
  }

  /// In the event the unpaired surrogate is an escape. The body cannot be encoded in UTF-8.
  @Test
  void unpairedSurrogateInTheBodyIsRefused() {
    String event = Event.post("/x").caller("alice").key("k").body("{\"a\":\"@\"}").json();
    Problem problem = refusal(() -> read(event.replace("@", "\\ud800")).write());
    assertThat(problem.name()).isEqualTo("malformed-request");
    assertThat(ApiResponse.problem(problem).body()).contains("\"pointer\":\"\"", "is not UTF-8");
  }

  @Test
  void writeHasCallerKeyBodyAndIfMatch() {
    WriteRequest write =
        read(Event.post("/x")
                .caller("alice")
                .key("k")
                .header("If-Match", "\"1\"")
                .body("{}")
                .json())
            .write();
    assertThat(write.caller().subject()).isEqualTo("alice");
    assertThat(write.key().value()).isEqualTo("k");
    assertThat(write.body().members()).isEmpty();
    assertThat(write.ifMatch()).contains("\"1\"");
  }

  private static ApiRequest read(String event) {
    return ApiRequest.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
  }

  private static Problem refusal(ThrowingCallable reading) {
    return catchThrowableOfType(RefusedException.class, reading).problem();
  }
}
